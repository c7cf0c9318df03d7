//! Topics that were computed, and what people judge of them (domain.md C2); on F3 and F9.

use crate::{
    domain::{
        field::Choice,
        figures::{self, Hotspot},
        hot_topics::{id_of, is_judged},
        wording::Wording,
    },
    tui::{
        able::Able,
        form::Form,
        model::{Model, Screen},
        screens::checklists,
    },
    workbench::figures::facts,
};

/// The days that are looked back.
pub(in crate::tui) const DAYS: i32 = 90;

/// The topics of the last months that can be judged: on F3 those of the selected
/// place first, then those that nobody has judged, the most matters first.
fn topics(model: &Model) -> Vec<Hotspot> {
    let today = model.data.today;
    let from = today.checked_sub(jiff::Span::new().days(DAYS)).unwrap_or(today);
    let mut spots = figures::hotspots(&facts(&model.data.cases), from, today);
    spots.retain(|spot| !spot.class.is_empty());
    let here = (model.screen == Screen::Checklists).then(|| checklists::place(model).map(|row| row.id));
    let here = here.flatten();
    spots.sort_by_cached_key(|spot| {
        let elsewhere = here.is_some() && spot.neighbourhood != here;
        (elsewhere, is_settled(model, spot), std::cmp::Reverse(spot.matters))
    });
    spots
}

fn is_settled(model: &Model, spot: &Hotspot) -> bool {
    let id = id_of(spot);
    model.data.judgements.iter().any(|row| row.id == id && is_judged(row))
}

/// Whether there is a topic to judge.
pub(in crate::tui) fn able(model: &Model) -> Able {
    if model
        .data
        .cases
        .iter()
        .any(|case| !case.issue.text(crate::domain::issues::issues::CATEGORY).is_empty())
    {
        Able::Yes
    } else {
        Able::Hidden
    }
}

/// Opens the form of a judgement.
pub(in crate::tui) fn judge(model: &mut Model) {
    let told = |spot: &Hotspot, lang| {
        let place = spot.neighbourhood.map(|id| model.data.name(id)).unwrap_or_default();
        let (class, month, matters) = (&spot.class, spot.month.strftime("%Y-%m"), spot.matters);
        let judged = if is_settled(model, spot) { model.lang.pick("，已研判", ", judged") } else { "" };
        crate::say!(
            lang,
            "{place} {class} {month}（{matters} 件{judged}）",
            "{place} {class} {month} ({matters}{judged})"
        )
        .trim_start()
        .to_owned()
    };
    let offered: Vec<Choice> = topics(model)
        .iter()
        .map(|spot| {
            Choice::new(
                id_of(spot).to_string(),
                Wording::owned(
                    told(spot, crate::domain::wording::Lang::Zh),
                    told(spot, crate::domain::wording::Lang::En),
                ),
            )
        })
        .collect();
    if offered.is_empty() {
        let told = model.lang.pick(
            "近 90 天没有分了类的事项，还算不出热点：登记事项时选上分类",
            "no matter with a class in 90 days, and so no topic: choose a class when registering",
        );
        model.notice = Some(told.to_owned());
        return;
    }
    let form = Form::judge_topic(offered, model.lang);
    model.open_form(form);
}
