use jiff::civil::{Date, date};
use proptest::prelude::*;
use ratatui::{Terminal, backend::TestBackend, layout::Rect, text::Span};

use super::{bar, columns, funds, kinds, strip::Scale};
use crate::{
    domain::{
        funds::Sums,
        trends::{KINDS, Month},
        wording::Lang,
    },
    tui::{cells::width, theme::Ink},
    workbench::checks::Share,
};

const INKS: [Ink; 2] = [Ink::Blocks, Ink::Ascii];

fn text(spans: &[Span<'_>]) -> String {
    spans.iter().map(|span| span.content.as_ref()).collect()
}

fn share(clear: usize, working: usize, items: usize) -> Share {
    Share { clear, working, items, review: None }
}

fn month(day: Date, counts: &[usize]) -> Month {
    let mut kinds = [0; KINDS];
    kinds.iter_mut().zip(counts).for_each(|(own, count)| *own = *count);
    Month { first: day.first_of_month(), kinds }
}

/// Every picture by hand, at a width.
fn all(room: usize, ink: Ink, lang: Lang) -> String {
    let mut told = vec![format!("{room} {ink:?}")];
    for (clear, working, items) in [(0, 0, 12), (1, 2, 12), (11, 1, 12), (12, 0, 12)] {
        told.push(text(&bar::heat(&share(clear, working, items), room / 5, ink)));
    }
    told.push(text(&bar::gauge(3, 7, room / 4, ink)));
    let months = [
        month(date(2026, 9, 1), &[0]),
        month(date(2026, 10, 1), &[5, 2, 1, 0, 0, 1]),
        month(date(2026, 11, 1), &[40, 9, 0, 3, 0, 0, 2]),
    ];
    told.extend(kinds::legend(&months, room, ink, lang));
    told.extend(months.iter().flat_map(|month| kinds::row(month, 54, room, ink, lang)).map(|row| text(&row)));
    let sums =
        Sums { planned: 3_000_000, agreed: 2_500_000, received: 1_200_000, spent: 99_900, ..Sums::default() };
    told.extend(funds::lines(&sums, room, ink, lang).iter().map(|line| text(&line.spans)));
    let (from, to) = (date(2026, 10, 20), date(2027, 2, 3));
    let scale = Scale::new(from, to, room - 20);
    told.push(scale.head(lang));
    let today = date(2026, 11, 22);
    told.push(text(&scale.strip((from, to), (3, 10), today, ink)));
    told.push(text(&scale.strip((date(2026, 12, 1), date(2026, 12, 5)), (0, 1), today, ink)));
    let numbers: Vec<_> = months.iter().map(|m| (format!("{:02}", m.first.month()), m.all())).collect();
    let mut terminal = Terminal::new(TestBackend::new(u16::try_from(room / 4).unwrap(), 6)).unwrap();
    terminal.draw(|frame| columns::view(&numbers, ink, frame.area(), frame)).unwrap();
    told.push(terminal.backend().to_string());
    told.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn the_pictures_at_eighty_columns() {
    insta::assert_snapshot!(all(80, Ink::Blocks, Lang::Zh), @r#"
    80 Blocks
    ░░░░░░░░░░░░░░░░
    █▒▒▒░░░░░░░░░░░░
    ██████████████▒▒
    ████████████████
    ████████░░░░░░░░░░░░
    █ 诉求  ▒ 纠纷  # 隐患  = 乱建抢种  o 整改  ? 其他
    2026-09     0
    2026-10     9 ██▒#o                             诉求 5  纠纷 2  隐患 1  整改 1
    2026-11    54 ███████████████████████▒▒▒▒▒▒=??  █ 40  ▒ 9  = 3  ? 2
     计划      30,000 ████████████████████████████████████████
     约定      25,000 █████████████████████████████████
     到账      12,000 ████████████████
     支出         999 █
     已公示         0
    10月        11月        12月        2027        2月
           ████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
                        │   ░░
    " 0  9 54            "
    "      ██            "
    "      ██            "
    "      ██            "
    "   ▅▅ ██            "
    "09 10 11            "
    "#);
    insta::assert_snapshot!(all(80, Ink::Ascii, Lang::Zh), @r#"
    80 Ascii
    ................
    #===............
    ##############==
    ################
    ########............
    # 诉求  = 纠纷  + 隐患  - 乱建抢种  ~ 整改  ? 其他
    2026-09     0
    2026-10     9 ##=+~                             诉求 5  纠纷 2  隐患 1  整改 1
    2026-11    54 #######################======-??  # 40  = 9  - 3  ? 2
     计划      30,000 ########################################
     约定      25,000 #################################
     到账      12,000 ################
     支出         999 #
     已公示         0
    10月        11月        12月        2027        2月
           ############...............................
                        |   ..
    " 0  9 54            "
    "      ##            "
    "      ##            "
    "      ##            "
    "   == ##            "
    "09 10 11            "
    "#);
}

#[test]
fn the_pictures_at_a_hundred_and_twenty_columns() {
    insta::assert_snapshot!(all(120, Ink::Blocks, Lang::En), @r#"
    120 Blocks
    ░░░░░░░░░░░░░░░░░░░░░░░░
    ██▒▒▒▒░░░░░░░░░░░░░░░░░░
    ██████████████████████▒▒
    ████████████████████████
    ████████████░░░░░░░░░░░░░░░░░░
    █ request  ▒ dispute  # hazard  = violation  o rectification  ? other
    2026-09     0
    2026-10     9 ████▒▒#o                                              request 5  dispute 2  hazard 1  rectification 1
    2026-11    54 ██████████████████████████████████████▒▒▒▒▒▒▒▒▒===??  request 40  dispute 9  violation 3  other 2
     planned   30,000 ████████████████████████████████████████
     agreed    25,000 █████████████████████████████████
     received  12,000 ████████████████
     spent        999 █
     published      0
    Oct                 Nov                 Dec                 2027                 Feb
                █████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
                                      │     ░░░░
    " 0  9 54                      "
    "      ██                      "
    "      ██                      "
    "      ██                      "
    "   ▅▅ ██                      "
    "09 10 11                      "
    "#);
    insta::assert_snapshot!(all(120, Ink::Ascii, Lang::En), @r#"
    120 Ascii
    ........................
    ##====..................
    ######################==
    ########################
    ############..................
    # request  = dispute  + hazard  - violation  ~ rectification  ? other
    2026-09     0
    2026-10     9 ####==+~                                              request 5  dispute 2  hazard 1  rectification 1
    2026-11    54 ######################################=========---??  request 40  dispute 9  violation 3  other 2
     planned   30,000 ########################################
     agreed    25,000 #################################
     received  12,000 ################
     spent        999 #
     published      0
    Oct                 Nov                 Dec                 2027                 Feb
                #####################..................................................
                                      |     ....
    " 0  9 54                      "
    "      ##                      "
    "      ##                      "
    "      ##                      "
    "   == ##                      "
    "09 10 11                      "
    "#);
}

#[test]
fn a_bar_shows_the_least_that_is_there_and_the_least_that_is_missing() {
    for room in 2..60 {
        assert_eq!(bar::share_of(0, 36, room), 0);
        assert_eq!(bar::share_of(1, 3_600, room), 1);
        assert_eq!(bar::share_of(3_599, 3_600, room), room - 1);
        assert_eq!(bar::share_of(36, 36, room), room);
    }
    assert_eq!(bar::share_of(5, 0, 10), 0);
    assert_eq!(bar::share_of(usize::MAX, usize::MAX, 10), 10);
    // What is worked on shows beside what is clear.
    assert_eq!(text(&bar::heat(&share(11, 1, 12), 6, Ink::Ascii)), "#####=");
    assert_eq!(text(&bar::heat(&share(1, 1, 36), 6, Ink::Ascii)), "#=....");
    assert_eq!(text(&bar::heat(&share(0, 0, 0), 6, Ink::Ascii)), "......");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_picture_overflows_its_room(
        room in 20usize..=200,
        counts in proptest::collection::vec(0usize..500, KINDS),
        (clear, working, items) in (0usize..60, 0usize..60, 0usize..60),
        fen in proptest::array::uniform5(0i64..900_000_000_000),
        (from, long, now) in (-500i64..500, 0i64..900, -50i64..500),
    ) {
        let far = |days: i64| date(2026, 11, 22).checked_add(jiff::Span::new().days(days)).unwrap();
        let (from, to, today) = (far(from), far(from + long), far(now));
        for (ink, lang) in INKS.into_iter().zip([Lang::Zh, Lang::En]) {
            prop_assert_eq!(width(&text(&bar::heat(&share(clear, working, items), room, ink))), room);
            prop_assert_eq!(width(&text(&bar::gauge(clear, items, room, ink))), room);
            prop_assert!(width(&bar::among(clear, 60, room, ink).content) <= room);
            let month = month(today, &counts);
            let rows = kinds::row(&month, month.all().max(3), room, ink, lang);
            for row in &rows {
                prop_assert!(width(&text(row)) <= room, "{}", text(row));
            }
            // Every number is told, where there is room for one.
            let told: String = rows.iter().map(|row| text(row) + " ").collect();
            for count in counts.iter().filter(|count| **count > 0 && room >= 40) {
                prop_assert!(told.contains(&format!(" {count} ")), "{count} in {told}");
            }
            let row = text(&rows[0]);
            // The bar is as long as its month is full, among others.
            prop_assert!(row.contains(&month.all().to_string()) || month.all() == 0 || room < 20, "{row}");
            let sums = Sums {
                planned: fen[0], agreed: fen[1], received: fen[2], unsupported: 0, spent: fen[3], disclosed: fen[4],
            };
            for line in funds::lines(&sums, room, ink, lang) {
                prop_assert!(line.width() <= room, "{}", line);
            }
            let scale = Scale::new(from, to, room);
            for line in kinds::legend(&[month], room, ink, lang) {
                prop_assert!(width(&line) <= room, "{}", line);
            }
            prop_assert!(width(&scale.head(lang)) <= room, "{}", scale.head(lang));
            prop_assert_eq!(width(&text(&scale.strip((from, to), (clear, items), today, ink))), room);
            let numbers: Vec<_> = counts.iter().map(|count| (format!("{count}天"), *count)).collect();
            let wide = u16::try_from(room).unwrap();
            let mut terminal = Terminal::new(TestBackend::new(wide, 8)).unwrap();
            let area = Rect { x: 1, y: 1, width: wide - 2, height: 6 };
            terminal.draw(|frame| columns::view(&numbers, ink, area, frame)).unwrap();
            let buffer = terminal.backend().buffer();
            for (x, y) in (0..wide).map(|x| (x, 0)).chain((0..8).flat_map(|y| [(0, y), (wide - 1, y)])) {
                prop_assert_eq!(buffer.cell((x, y)).unwrap().symbol(), " ");
            }
        }
    }
}
