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

/// Each of some texts in at most `room` cells: what would look as another one does, cut where
/// they are alike, loses its beginning instead.
pub(super) fn told_apart(texts: &[&str], room: usize) -> Vec<String> {
    let cuts: Vec<String> = texts.iter().map(|text| cut(text, room)).collect();
    let told = texts.iter().zip(&cuts).map(|(text, own)| {
        let alike = texts.iter().zip(&cuts).filter(|(other, cut)| *other != text && *cut == own);
        let begin = alike.map(|(other, _)| alike_until(text, other)).max().unwrap_or(0);
        let (_, rest) = text.split_at(begin);
        if begin == 0 { own.clone() } else { cut(&format!("{CUT}{rest}"), room) }
    });
    told.collect()
}

/// So far back something begins whole that differs from another.
const NEAR: usize = 8;

/// Until where two texts are alike: up to the bracket or mark right before what differs, or to
/// the number or Latin word that does.
fn alike_until(one: &str, other: &str) -> usize {
    let alike = one.graphemes(true).zip(other.graphemes(true)).take_while(|(one, other)| one == other);
    let (before, _) = one.split_at(alike.map(|(grapheme, _)| grapheme.len()).sum());
    let is_between = |c: char| c == ' ' || OPENING.contains(c) || CLOSING.contains(c);
    let begun = before.rsplit(is_between).next().unwrap_or_default();
    let begun = if width(begun) > NEAR { before.split_at(word_begin(before)).1 } else { begun };
    before.len() - begun.len()
}

/// The text in exactly `room` cells, padded on the right.
pub(super) fn fit(text: &str, room: usize) -> String {
    let mut text = cut(text, room);
    let missing = room.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The most cells that a part of a line is given by others.
const WIDEST: usize = 30;

/// Lines whose parts stand two blanks apart; those of neighbours that have as many stand
/// below each other.
pub(super) fn in_line(lines: &[String]) -> Vec<String> {
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split("  ").collect()).collect();
    let mut told = Vec::new();
    let begins = |row: &[&str]| row.iter().take_while(|part| part.is_empty()).count();
    let are_alike =
        |one: &Vec<&str>, other: &Vec<&str>| one.len() == other.len() && begins(one) == begins(other);
    for alike in rows.chunk_by(are_alike) {
        let longest = |at: usize| alike.iter().filter_map(|row| row.get(at)).map(|part| width(part)).max();
        let cells = |at: usize| longest(at).unwrap_or(0).min(WIDEST);
        told.extend(alike.iter().map(|row| {
            let parts = row.iter().enumerate();
            let parts = parts.map(|(at, part)| fit(part, cells(at).max(width(part))));
            parts.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        }));
    }
    told
}

/// The text in lines of at most `room` cells.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = one_line(paragraph);
        let mut line = String::new();
        let mut used = 0;
        for (at, grapheme) in paragraph.grapheme_indices(true) {
            let next = width(grapheme);
            if used + next > room {
                let (_, rest) = paragraph.split_at(at + grapheme.len());
                let carried = word_at_end(&mut line, grapheme, rest);
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

/// So few Chinese characters between blanks, marks and numbers are one word: a name, a label.
const WORD: usize = 4;

/// Takes off a line what must not be parted from its next character: a Latin word or a few Chinese
/// characters that stand by themselves, unless they fill the line; a number before its unit,
/// `9 天`, `12月1日`; what a full stop or another closing mark belongs to, and an opening one.
/// `rest` comes behind the next character. Chinese is parted between any others.
pub(super) fn word_at_end(line: &mut String, next: &str, rest: &str) -> String {
    let after = rest.graphemes(true).next();
    let is_unit = |text: &str| !text.is_ascii() || UNITS.iter().any(|unit| unit.starts_with(text));
    let number = if next == " " {
        after.is_some_and(is_unit) && counts(line)
    } else {
        is_unit(next) && counts(line.strip_suffix(' ').unwrap_or(line))
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
    let least = whole(line, begin, next);
    let begin = whole(line, with_its_word(line, least, next, rest), next);
    let is_behind_something = |begin: &usize| !line.split_at(*begin).0.trim().is_empty();
    let begin = [begin, least].into_iter().find(is_behind_something);
    begin.map_or_else(String::new, |begin| line.split_off(begin))
}

/// Whether a text ends with a number.
fn counts(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Where the few Chinese characters begin, the number with its unit or the date that goes on at a
/// place of a line. `next` and then `rest` follow the line.
fn with_its_word(line: &str, begin: usize, next: &str, rest: &str) -> usize {
    let after = || next.chars().chain(rest.chars());
    let is_chinese = |c: &char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let (before, taken) = line.split_at(begin);
    let follows = taken.chars().chain(after()).take_while(is_chinese).take(WORD).count();
    let leads = before.chars().rev().take_while(is_chinese).take(WORD).map(char::len_utf8);
    let leads: Vec<usize> = leads.collect();
    let is_word = leads.len() + follows <= WORD && follows > 0;
    let mut begin = if is_word { begin - leads.iter().sum::<usize>() } else { begin };
    let (before, _) = line.split_at(begin);
    if let Some(number) = before.strip_suffix(' ').filter(|before| is_word && counts(before)) {
        begin = word_begin(number);
    }
    // `2026年11月24日`.
    loop {
        let (before, taken) = line.split_at(begin);
        let goes_on = taken.chars().chain(after()).next().is_some_and(|c| c.is_ascii_digit());
        let Some(number) = before.strip_suffix(['年', '月']).filter(|number| goes_on && counts(number))
        else {
            return begin;
        };
        begin = word_begin(number);
    }
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
    fn parts_of_lines_that_have_as_many_stand_below_each_other() {
        let long = "很长".repeat(WIDEST);
        let lines = [
            "张三(A)  新建  电话",
            "欧阳春华(B)  备注  住址",
            "没有部分",
            "  村  一",
            "  街道  二",
            &format!("a  {long}  b"),
            "bb  短  c",
        ];
        let told = [
            "张三(A)      新建  电话",
            "欧阳春华(B)  备注  住址",
            "没有部分",
            "  村    一",
            "  街道  二",
            &format!("a   {long}  b"),
            &format!("bb  短{}  c", " ".repeat(WIDEST - 2)),
        ];
        assert_eq!(in_line(&lines.map(str::to_owned)), told);
        assert_eq!(in_line(&[]), [""; 0]);
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
        assert_eq!(wrap("写成 minqing，再看", 12), ["写成 ", "minqing，", "再看"]);
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
    fn a_name_a_label_a_date_and_a_number_are_not_parted() {
        for (text, room, told) in [
            ("[x] 受理  毛杰  责任人 王桂兰", 28, ["[x] 受理  毛杰  责任人 ", "王桂兰"]),
            ("[x] 受理  毛杰  责任人 毛杰", 20, ["[x] 受理  毛杰  ", "责任人 毛杰"]),
            ("走访 戴娟倩、尉迟宁晴，都在", 20, ["走访 戴娟倩、", "尉迟宁晴，都在"]),
            ("都问过了（王桂兰）", 15, ["都问过了", "（王桂兰）"]),
            ("紧急危险 前  剩 11 小时", 22, ["紧急危险 前  剩 ", "11 小时"]),
            ("首次联系 2 个工作日", 15, ["首次联系 ", "2 个工作日"]),
            ("从那天到2026年11月24日", 20, ["从那天到", "2026年11月24日"]),
            ("禾穗新村十一号楼301室", 18, ["禾穗新村十一号楼", "301室"]),
            ("联系电话 139****3310", 16, ["联系电话 ", "139****3310"]),
        ] {
            assert_eq!(wrap(text, room), told, "{room}");
        }
        // What has no room by itself is parted.
        assert_eq!(wrap("2026年11月24日", 10), ["2026年11月", "24日"]);
        assert_eq!(wrap("尉迟宁晴", 6), ["尉迟宁", "晴"]);
    }

    #[test]
    fn what_would_look_alike_loses_its_beginning() {
        let titles = [
            "民情简报（11月24日—12月1日）",
            "民情简报（11月1日—11月23日）",
            "民情简报（10月2日—10月31日）",
            "十一月工作",
        ];
        // What is seen of the third is of no other.
        assert_eq!(
            told_apart(&titles, 14),
            ["..11月24日—1..", "..11月1日—11..", "民情简报（10..", "十一月工作"]
        );
        assert_eq!(told_apart(&titles, 30), titles);
        let titles = ["关于冬季用电安全检查的通知一", "关于冬季用电安全检查的通知二"];
        assert_eq!(told_apart(&titles, 12), ["..一", "..二"]);
        // What is alike throughout stays so.
        assert_eq!(told_apart(&["走访月报走访月报", "走访月报走访月报"], 8), ["走访月..", "走访月.."]);
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
        assert_eq!(wrap_marked("   - 电话：回复诉求的", 14), ["   - 电话：回", "     复诉求的"]);
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
