//! Text measured in terminal cells: cut, padded and wrapped without ever
//! parting a wide character.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// What stands where text was cut off; narrow in every terminal, unlike `…`.
pub(super) const CUT: &str = "..";

/// The cells a text takes: those of its characters one by one, as they are put into
/// cells. Where two of them would be drawn as one, as some Arabic letters are, the
/// width of the whole is another.
pub(super) fn width(text: &str) -> usize {
    let width = |seen: &str| if seen.len() == 1 { 1 } else { usize::from(seen.cell_width()) };
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(width).sum() }
}

/// A number of cells as the screen counts them.
pub(super) fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Whether a character is not seen but steers the terminal: controls, ends of lines,
/// and what turns the direction of all that follows it in the row.
pub(super) fn is_steering(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The text in one line, without characters that steer a terminal.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) { ' ' } else { c }).collect()
}

/// The text in at most `room` cells.
pub(super) fn cut(text: &str, room: usize) -> String {
    let text = one_line(text);
    if width(&text) <= room {
        return text;
    }
    let mark = if room > CUT.len() { CUT } else { "" };
    let mut kept = head(&text, room - mark.len());
    kept.push_str(mark);
    kept
}

/// The text in exactly `room` cells, padded on the right.
pub(super) fn fit(text: &str, room: usize) -> String {
    let mut text = cut(text, room);
    let missing = room.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The text in lines of at most `room` cells.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = one_line(paragraph);
        let mut line = String::new();
        let mut used = 0;
        let mut graphemes = paragraph.graphemes(true).peekable();
        while let Some(grapheme) = graphemes.next() {
            let next = width(grapheme);
            if used + next > room {
                let carried = word_at_end(&mut line, grapheme, graphemes.peek().copied());
                let is_end = carried.is_empty() && grapheme == " ";
                used = width(&carried);
                lines.push(std::mem::replace(&mut line, carried));
                if is_end {
                    // The blank between two words is the end of the line.
                    continue;
                }
            }
            line.push_str(grapheme);
            used += next;
        }
        lines.push(line);
    }
    lines
}

/// The text behind a lead, in lines of at most `room` cells that begin below
/// one another.
pub(super) fn hang(lead: &str, text: &str, room: usize) -> Vec<String> {
    let left = width(lead);
    let lines = wrap(text, room.saturating_sub(left)).into_iter().enumerate();
    let lead = |number| if number == 0 { lead.to_owned() } else { " ".repeat(left) };
    lines.map(|(number, line)| lead(number) + &line).collect()
}

/// Parts side by side in lines of at most `room` cells, none of them parted: what does not
/// fit goes on in the next line.
pub(super) fn flow(parts: &[String], between: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if width(line) + width(between) + width(part) <= room => {
                line.push_str(between);
                line.push_str(part);
            }
            _ => lines.push(cut(part, room)),
        }
    }
    lines
}

/// What stands between a label and the words that go on below themselves.
pub(super) const BEHIND: char = '\t';

/// Marks of a paragraph that goes on behind them.
const MARKS: [&str; 2] = ["! ", "- "];

/// The text in lines of at most `room` cells; a paragraph that is indented, that
/// stands behind a mark (`! `) or behind a label ([`BEHIND`]) goes on below itself.
pub(super) fn wrap_marked(text: &str, room: usize) -> Vec<String> {
    let paragraph = |paragraph: &str| {
        let (lead, rest) = lead(paragraph);
        if width(lead) * 2 > room { wrap(paragraph, room) } else { hang(lead, rest, room) }
    };
    text.split('\n').flat_map(paragraph).collect()
}

/// What stands before the words of a paragraph, and they.
fn lead(paragraph: &str) -> (&str, &str) {
    if let Some(parts) = paragraph.split_once(BEHIND) {
        return parts;
    }
    let told = paragraph.trim_start_matches(' ');
    let rest = MARKS.iter().find_map(|mark| told.strip_prefix(mark)).unwrap_or(told);
    paragraph.split_at(paragraph.len() - rest.len())
}

/// What no line begins with: it belongs to what stands before it.
const CLOSING: &str = "，。、；：！？）》」』】〕”’…—·,.;:!?)]}%％";

/// What no line ends with.
const OPENING: &str = "（《「『【〔“‘([{";

/// Units of time in English, which belong to their number and to what follows: `2 d left`.
const UNITS: [&str; 3] = ["d", "h", "min"];

/// Takes off a line what must not be parted from its next character: a Latin word, unless
/// it fills the line; a number before its unit, `9 天`; what a full stop or another closing
/// mark belongs to, and an opening one. `after` comes behind the next character. Chinese is
/// parted between any others.
pub(super) fn word_at_end(line: &mut String, next: &str, after: Option<&str>) -> String {
    let counts = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let is_unit = |text: &str| !text.is_ascii() || UNITS.iter().any(|unit| unit.starts_with(text));
    let number = if next == " " {
        after.is_some_and(is_unit) && counts(line)
    } else {
        is_unit(next) && line.strip_suffix(' ').is_some_and(counts)
    };
    let begin = if number || next.is_ascii() && next != " " {
        word_begin(if number { line.trim_end_matches(' ') } else { line.as_str() })
    } else {
        line.len()
    };
    // `2 d` and `left` stand together.
    let (before, taken) = line.split_at(begin);
    let follows = if taken.is_empty() && next == " " { after.unwrap_or_default() } else { next };
    let is_left = if taken.is_empty() { follows == "l" } else { taken.starts_with('l') };
    let time = UNITS.iter().find_map(|unit| {
        let before = before.trim_end_matches(' ').strip_suffix(unit)?.strip_suffix(' ')?;
        counts(before).then(|| word_begin(before))
    });
    let begin = time.filter(|_| is_left).unwrap_or(begin);
    let begin = whole(line, begin, next);
    let (before, _) = line.split_at(begin);
    if before.trim().is_empty() { String::new() } else { line.split_off(begin) }
}

/// Where the Latin word begins that a text ends with.
fn word_begin(text: &str) -> usize {
    let is_outside = |c: char| c == ' ' || !c.is_ascii();
    text.char_indices().rev().find(|(_, c)| is_outside(*c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where a line may end, at this place or before it, so that closing marks stay behind
/// what they close and opening ones before what they open. `next` follows the line.
fn whole(line: &str, begin: usize, next: &str) -> usize {
    let mut begin = begin;
    // More than a few in a row are no marks, but a line of its own kind.
    for _ in 0..3 {
        let (before, rest) = line.split_at(begin);
        let first = rest.graphemes(true).next().unwrap_or(next);
        let last = before.graphemes(true).next_back().unwrap_or_default();
        let closes = CLOSING.contains(first) && !last.is_empty() && last != " ";
        let opens = OPENING.contains(last) && !last.is_empty();
        if !closes && !opens {
            break;
        }
        // What is closed goes along as a word, unless that fills the line.
        let word = word_begin(before);
        let fills = before.get(..word).is_none_or(|rest| rest.trim().is_empty());
        begin = if fills || word == begin { begin - last.len() } else { word };
    }
    begin
}

/// As many whole characters from the start as fit into `room` cells.
pub(super) fn head(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += width(grapheme);
        used <= room
    };
    text.graphemes(true).take_while(fits).collect()
}

/// A number with its digits in threes.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_character_is_never_parted() {
        for room in 0..12 {
            assert!(width(&cut("三组路灯不亮", room)) <= room, "{room}");
            assert_eq!(width(&fit("三组路灯不亮", room)), room, "{room}");
        }
        assert_eq!(fit("路灯", 6), "路灯  ");
        assert_eq!(cut("三组路灯不亮", 7), "三组..");
        assert_eq!(cut("a\tb\u{1b}c", 9), "a b c");
    }

    #[test]
    fn wrapping_keeps_every_character() {
        let lines = wrap("晚上接孩子看不清路\n第二行", 7);
        assert_eq!(lines, ["晚上接", "孩子看", "不清路", "第二行"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn wrapping_parts_no_word_that_fits() {
        assert_eq!(wrap("reply first, then", 9), ["reply ", "first, ", "then"]);
        assert_eq!(wrap("reply first", 5), ["reply", "first"]);
        assert_eq!(wrap("abcdefgh", 5), ["abcde", "fgh"]);
        assert_eq!(wrap("   abcdefgh", 6), ["   abc", "defgh"]);
        assert_eq!(wrap("请先 export 出来", 8), ["请先 ", "export ", "出来"]);
        assert_eq!(wrap("请先：export 出来", 8), ["请先：", "export ", "出来"]);
    }

    #[test]
    fn no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() {
        assert_eq!(wrap("依据：首次联系", 4), ["依", "据：", "首次", "联系"]);
        assert_eq!(wrap("转往街道（期限不变）", 10), ["转往街道", "（期限不", "变）"]);
        assert_eq!(wrap("看过了。。。。。。", 6), ["看过", "了。。", "。。。", "。"]);
        assert_eq!(wrap("see the example.", 15), ["see the ", "example."]);
        assert_eq!(wrap("写成 minqing，再看", 12), ["写成 ", "minqing，再", "看"]);
        assert_eq!(wrap("用“minqing peers”看", 16), ["用“minqing ", "peers”看"]);
        assert_eq!(wrap("minqing，再看", 8), ["minqin", "g，再看"]);
        for room in 2..20 {
            let text = "“路灯”坏了；问过（三组）两户：都说“是”。";
            let lines = wrap(text, room);
            assert_eq!(lines.concat(), text);
            assert!(lines.iter().all(|line| width(line) <= room.max(2)), "{room} {lines:?}");
            let begins = |line: &String| line.starts_with(|c: char| CLOSING.contains(c));
            assert!(room < 10 || !lines.iter().any(begins), "{room} {lines:?}");
        }
    }

    #[test]
    fn wrapping_keeps_a_number_with_its_unit() {
        assert_eq!(wrap("期限超 9 天", 9), ["期限超 ", "9 天"]);
        assert_eq!(wrap("期限超 9 天", 8), ["期限超 ", "9 天"]);
        assert_eq!(wrap("期限超 12 天。", 11), ["期限超 ", "12 天。"]);
        for room in 8..13 {
            assert_eq!(
                wrap("due 2 d left", room).last().unwrap().trim(),
                if room < 12 { "2 d left" } else { "due 2 d left" }
            );
        }
        assert_eq!(wrap("by noon 24 min late", 15), ["by noon ", "24 min late"]);
    }

    #[test]
    fn a_width_is_that_of_the_characters_one_by_one() {
        // Lam and alef are drawn as one where the terminal joins them, and stand in two cells.
        for text in ["لا", "الله", "e\u{301}", "👨\u{200d}👩\u{200d}👧", "ｶﾞ", "क्षि", "กำ"]
        {
            let parts: usize = text.graphemes(true).map(width).sum();
            assert_eq!(width(text), parts, "{text}");
            assert_eq!(width(&fit(&text.repeat(9), 8)), 8, "{text}");
        }
        assert_eq!(cut("甲\u{202e}乙\u{2028}丙", 9), "甲 乙 丙");
    }

    #[test]
    fn a_paragraph_goes_on_below_its_own_beginning() {
        assert_eq!(wrap_marked("   - 电话：回复诉求", 14), ["   - 电话：回", "     复诉求"]);
        assert_eq!(wrap_marked(" ! late now", 9), [" ! late ", "   now"]);
        assert_eq!(wrap_marked("  e\tEdit the item", 12), ["  eEdit the ", "   item"]);
        assert_eq!(wrap_marked("        ab cd", 9), ["        a", "b cd"]);
    }

    #[test]
    fn parts_flow_into_lines_and_none_is_parted() {
        let parts = ["█ request", "▒ dispute", "o rectification"].map(str::to_owned);
        assert_eq!(flow(&parts, "  ", 22), ["█ request  ▒ dispute", "o rectification"]);
        assert_eq!(flow(&parts, "  ", 80).len(), 1);
        assert!(flow(&[], "  ", 80).is_empty());
    }

    #[test]
    fn what_hangs_begins_below_itself() {
        assert_eq!(hang(" ! ", "三组路灯坏：minqing 修", 14), [" ! 三组路灯", "   坏：minqing", "   修"]);
        assert_eq!(hang(" ! ", "", 12), [" ! "]);
    }
}
