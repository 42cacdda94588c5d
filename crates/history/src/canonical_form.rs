//! The canonical form: compact JSON with keys sorted, and whatever is null or empty left out.
//!
//! Written straight from what is serialised: a tree of values in between would cost more than all
//! the hashing.

use std::borrow::Cow;
use std::ops::Range;

use serde::ser::{self, Serialize};

/// The canonical text of anything that serialises.
///
/// A field which a later version of the program adds does not change the text of content without
/// it. The place of an item in a list carries meaning, so empty items stay, as `null`.
pub(crate) fn canonical_of<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    if !write(value, &mut text) {
        text.extend_from_slice(b"null");
    }
    text
}

/// Writes a value, or nothing if nothing of it counts, and says whether it did.
fn write<T: Serialize + ?Sized>(value: &T, text: &mut Vec<u8>) -> bool {
    let written = value.serialize(Writer { text });
    written.expect("plain data with string keys always serialises")
}

fn scalar<T: Serialize + ?Sized>(value: &T, text: &mut Vec<u8>) {
    serde_json::to_writer(text, value).expect("scalars always serialise, and memory takes them");
}

type Error = serde_json::Error;

struct Writer<'t> {
    text: &'t mut Vec<u8>,
}

impl<'t> Writer<'t> {
    fn scalar<T: Serialize + ?Sized>(self, value: &T) -> bool {
        scalar(value, self.text);
        true
    }

    fn list(self) -> List<'t> {
        List {
            text: self.text,
            any: false,
        }
    }

    fn object(self) -> Object<'t> {
        Object {
            start: self.text.len(),
            text: self.text,
            entries: Vec::new(),
            key: Cow::Borrowed(""),
        }
    }

    /// The object in which a variant's content stands under its name.
    fn variant(self, name: &'static str) -> Object<'t> {
        let mut object = self.object();
        object.key = Cow::Borrowed(name);
        object
    }
}

macro_rules! scalars {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<bool, Error> {
            Ok(self.scalar(&value))
        })*
    };
}

impl<'t> ser::Serializer for Writer<'t> {
    type Ok = bool;
    type Error = Error;
    type SerializeSeq = List<'t>;
    type SerializeTuple = List<'t>;
    type SerializeTupleStruct = List<'t>;
    type SerializeTupleVariant = Variant<'t>;
    type SerializeMap = Object<'t>;
    type SerializeStruct = Object<'t>;
    type SerializeStructVariant = Variant<'t>;

    scalars!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32,
        serialize_i64 i64, serialize_i128 i128, serialize_u8 u8, serialize_u16 u16,
        serialize_u32 u32, serialize_u64 u64, serialize_u128 u128, serialize_char char
    );

    fn serialize_f32(self, value: f32) -> Result<bool, Error> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<bool, Error> {
        // JSON has no other numbers.
        if value.is_finite() {
            Ok(self.scalar(&value))
        } else {
            Ok(false)
        }
    }

    fn serialize_str(self, value: &str) -> Result<bool, Error> {
        if value.is_empty() {
            Ok(false)
        } else {
            Ok(self.scalar(value))
        }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<bool, Error> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<bool, Error> {
        Ok(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<bool, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<bool, Error> {
        Ok(false)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<bool, Error> {
        Ok(false)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<bool, Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<bool, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<bool, Error> {
        let mut object = self.variant(variant);
        object.value(value);
        Ok(object.finish())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'t>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'t>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'t>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'t>, Error> {
        Ok(Variant::new(self.variant(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'t>, Error> {
        Ok(self.object())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<'t>, Error> {
        Ok(self.object())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'t>, Error> {
        Ok(Variant::new(self.variant(variant)))
    }
}

/// A list, of which nothing is written while it is empty.
struct List<'t> {
    text: &'t mut Vec<u8>,
    any: bool,
}

impl List<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.text.push(if self.any { b',' } else { b'[' });
        self.any = true;
        if !write(value, self.text) {
            self.text.extend_from_slice(b"null");
        }
    }

    fn finish(self) -> bool {
        if self.any {
            self.text.push(b']');
        }
        self.any
    }
}

/// An object, whose values are written as they come, and put in order at the end.
struct Object<'t> {
    text: &'t mut Vec<u8>,
    start: usize,
    /// The keys of the values that count, and where each value is written.
    entries: Vec<(Cow<'static, str>, Range<usize>)>,
    /// The key of the value to come.
    key: Cow<'static, str>,
}

impl Object<'_> {
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let start = self.text.len();
        if write(value, self.text) {
            let key = std::mem::take(&mut self.key);
            self.entries.push((key, start..self.text.len()));
        }
    }

    fn finish(mut self) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        self.entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let values = self.text.split_off(self.start);
        let mut before = b'{';
        for (key, range) in &self.entries {
            self.text.push(before);
            scalar(key, self.text);
            self.text.push(b':');
            let range = range.start - self.start..range.end - self.start;
            self.text.extend_from_slice(&values[range]);
            before = b',';
        }
        self.text.push(b'}');
        true
    }
}

macro_rules! lists {
    ($($name:ident $method:ident),*) => {
        $(impl ser::$name for List<'_> {
            type Ok = bool;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value);
                Ok(())
            }

            fn end(self) -> Result<bool, Error> {
                Ok(self.finish())
            }
        })*
    };
}

lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field
);

impl ser::SerializeStruct for Object<'_> {
    type Ok = bool;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.key = Cow::Borrowed(key);
        self.value(value);
        Ok(())
    }

    fn end(self) -> Result<bool, Error> {
        Ok(self.finish())
    }
}

impl ser::SerializeMap for Object<'_> {
    type Ok = bool;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = match serde_json::to_value(key)? {
            serde_json::Value::String(key) => Cow::Owned(key),
            other => Cow::Owned(other.to_string()),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value);
        Ok(())
    }

    fn end(self) -> Result<bool, Error> {
        Ok(self.finish())
    }
}

/// A variant of an enum with several fields: a list or an object under its name.
struct Variant<'t> {
    outer: Object<'t>,
    list: Vec<serde_json::Value>,
    fields: serde_json::Map<String, serde_json::Value>,
}

impl<'t> Variant<'t> {
    fn new(outer: Object<'t>) -> Self {
        Self {
            outer,
            list: Vec::new(),
            fields: serde_json::Map::new(),
        }
    }
}

impl ser::SerializeTupleVariant for Variant<'_> {
    type Ok = bool;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.list.push(serde_json::to_value(value)?);
        Ok(())
    }

    fn end(mut self) -> Result<bool, Error> {
        self.outer.value(&self.list);
        Ok(self.outer.finish())
    }
}

impl ser::SerializeStructVariant for Variant<'_> {
    type Ok = bool;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.fields
            .insert(key.to_owned(), serde_json::to_value(value)?);
        Ok(())
    }

    fn end(mut self) -> Result<bool, Error> {
        self.outer.value(&self.fields);
        Ok(self.outer.finish())
    }
}

#[cfg(test)]
mod tests;
