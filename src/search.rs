//! Pinyin and the text index.
