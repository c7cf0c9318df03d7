//! What is shown, where the terminal draws ambiguous characters two cells wide,
//! instead of them: something that is one cell wide everywhere. What is stored
//! stays as it is.

use unicode_width::UnicodeWidthStr;

/// What people write and this program shows, each with something like it.
const LIKE: [(&str, &str); 25] = [
    ("─—━", "-"),
    ("│┃", "|"),
    ("┌┐└┘├┤┬┴┼", "+"),
    ("“”″", "\""),
    ("‘’′", "'"),
    ("…·", "."),
    ("×", "x"),
    ("÷", "/"),
    ("→⇒▶▷", ">"),
    ("←◀◁", "<"),
    ("↑△▲", "^"),
    ("↓▽▼", "v"),
    ("●★■◆", "*"),
    ("○☆□◇◎", "o"),
    ("√", "v"),
    ("█▓", "#"),
    ("▒", "="),
    ("░", "."),
    ("°", "o"),
    ("±", "+"),
    ("①⑴Ⅰⅰ", "1"),
    ("②⑵Ⅱⅱ", "2"),
    ("③⑶Ⅲⅲ", "3"),
    ("④⑷Ⅳⅳ", "4"),
    ("⑤⑸Ⅴⅴ", "5"),
];

/// The stand-in of what is in a cell; none where its width is beyond doubt.
pub(super) fn narrow(symbol: &str) -> Option<&'static str> {
    if symbol.is_ascii() || symbol.width_cjk() == symbol.width() {
        return None;
    }
    let like = LIKE.iter().find(|(own, _)| own.contains(symbol)).map(|(_, like)| *like);
    Some(like.unwrap_or("?"))
}
