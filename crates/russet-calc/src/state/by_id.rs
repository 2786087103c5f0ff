//! Values by id: ids are small whole numbers without gaps to speak of, so a place for each is the
//! quickest map there is.

use std::marker::PhantomData;

use russet_market::{IssuerId, SecurityId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An id that numbers things from zero.
pub(crate) trait Id: Copy {
    fn place(self) -> usize;
    fn at(place: usize) -> Self;
}

impl Id for SecurityId {
    fn place(self) -> usize {
        self.0 as usize
    }

    fn at(place: usize) -> SecurityId {
        SecurityId(place as u32)
    }
}

impl Id for IssuerId {
    fn place(self) -> usize {
        self.0 as usize
    }

    fn at(place: usize) -> IssuerId {
        IssuerId(place as u32)
    }
}

/// A map from ids, in the order of ids.
#[derive(Debug, Clone)]
pub(crate) struct ById<I, V> {
    values: Vec<Option<V>>,
    ids: PhantomData<I>,
}

impl<I, V> Default for ById<I, V> {
    fn default() -> ById<I, V> {
        ById { values: Vec::new(), ids: PhantomData }
    }
}

impl<I: Id, V> ById<I, V> {
    pub(crate) fn get(&self, id: &I) -> Option<&V> {
        self.values.get(id.place())?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, id: &I) -> Option<&mut V> {
        self.values.get_mut(id.place())?.as_mut()
    }

    pub(crate) fn contains(&self, id: &I) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn insert(&mut self, id: I, value: V) {
        *self.slot(id) = Some(value);
    }

    /// The value of an id, which is given this one if it has none.
    pub(crate) fn get_or_insert_with(&mut self, id: I, value: impl FnOnce() -> V) -> &mut V {
        self.slot(id).get_or_insert_with(value)
    }

    pub(crate) fn remove(&mut self, id: &I) -> Option<V> {
        self.values.get_mut(id.place())?.take()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &V)> {
        let places = self.values.iter().enumerate();
        places.filter_map(|(place, value)| Some((I::at(place), value.as_ref()?)))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (I, &mut V)> {
        let places = self.values.iter_mut().enumerate();
        places.filter_map(|(place, value)| Some((I::at(place), value.as_mut()?)))
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.values.into_iter().flatten()
    }

    fn slot(&mut self, id: I) -> &mut Option<V> {
        let place = id.place();
        if self.values.len() <= place {
            self.values.resize_with(place + 1, || None);
        }
        &mut self.values[place]
    }
}

impl<I: Id, V> Extend<(I, V)> for ById<I, V> {
    fn extend<T: IntoIterator<Item = (I, V)>>(&mut self, values: T) {
        values.into_iter().for_each(|(id, value)| self.insert(id, value));
    }
}

impl<I: Id, V> FromIterator<(I, V)> for ById<I, V> {
    fn from_iter<T: IntoIterator<Item = (I, V)>>(values: T) -> ById<I, V> {
        let mut map = ById::default();
        map.extend(values);
        map
    }
}

impl<I: Id + Serialize, V: Serialize> Serialize for ById<I, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs: Vec<(I, &V)> = self.iter().collect();
        pairs.serialize(serializer)
    }
}

impl<'de, I: Id + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for ById<I, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ById<I, V>, D::Error> {
        Vec::<(I, V)>::deserialize(deserializer).map(|pairs| pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_map_in_the_order_of_ids() {
        let mut map: ById<SecurityId, char> =
            [(SecurityId(7), 'g'), (SecurityId(2), 'b')].into_iter().collect();
        assert_eq!(map.get(&SecurityId(9)), None);
        assert_eq!(*map.get_or_insert_with(SecurityId(7), || 'x'), 'g');
        assert_eq!(*map.get_or_insert_with(SecurityId(3), || 'c'), 'c');
        assert_eq!(map.remove(&SecurityId(7)), Some('g'));
        let all: Vec<_> = map.iter().collect();
        assert_eq!(all, [(SecurityId(2), &'b'), (SecurityId(3), &'c')]);
    }
}
