//! Rows to Parquet and back, from one declaration a table.
