//! Pictures, tabs and steps: what is seen on the screens and has no action of its own. The
//! palette finds them by what people call them, and leads there.

use super::{
    event::Effect,
    finder::{Finder, Source, Target},
    keys::Place,
    model::{Model, Popup, Screen},
    screens::{
        bulletins::{self, Chapter},
        checklists, issues, ledgers, sync,
        visits::{self, Part},
    },
    snapshot::Snapshot,
    update,
    wording::to_take,
};
use crate::{
    domain::{
        checklists::Clarity,
        standing::{IssueKind, StepKind},
        wording::Lang,
    },
    exchange::reports::Subject,
    say,
    workbench::steps::Case,
};

/// Something that is seen somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// A part of F5.
    Part(Part),
    /// The map of F3.
    Map,
    /// One of the three lists on it.
    List(Clarity),
    /// Figures of F9.
    Chapter(Chapter),
    /// A report.
    Report(Subject),
    /// Which issues are listed.
    Filter(issues::Filter),
    /// Issues of one kind.
    Kind(IssueKind),
    /// A step that issues of some kinds take.
    Step(StepKind),
    /// A group of ledgers, by its place.
    Group(usize),
    /// The bundles that came.
    Inbox,
    /// What was written twice.
    Conflicts,
}

/// Everything of the kind that there is.
pub(super) fn all(data: &Snapshot, lang: Lang) -> Vec<Sight> {
    let mut all: Vec<Sight> = Part::ALL.map(Sight::Part).to_vec();
    all.push(Sight::Map);
    all.extend(Clarity::ALL.map(Sight::List));
    all.extend(Chapter::ALL.map(Sight::Chapter));
    all.extend(Subject::ALL.map(Sight::Report));
    all.extend(issues::Filter::of(data).map(Sight::Filter));
    all.extend(IssueKind::ALL.map(Sight::Kind));
    all.extend(StepKind::ALL.into_iter().filter(|kind| has_no_key(*kind)).map(Sight::Step));
    all.extend((0..ledgers::group_titles(data, lang).len()).map(Sight::Group));
    all.extend([Sight::Inbox, Sight::Conflicts]);
    all
}

/// Steps that are chosen from the list of steps alone.
fn has_no_key(kind: StepKind) -> bool {
    kind.is_special() || matches!(kind, StepKind::Hear | StepKind::Correct)
}

impl Sight {
    /// What it is called.
    pub(super) fn title(self, data: &Snapshot, lang: Lang) -> String {
        match self {
            Self::Part(part) => part.title(lang).to_owned(),
            Self::Map => lang.pick("三清总表", "The map of the lists").to_owned(),
            Self::List(list) => list.title(lang).to_owned(),
            Self::Chapter(chapter) => chapter.title().get(lang).to_owned(),
            Self::Report(subject) => {
                let title = subject.title();
                let title = title.get(lang);
                say!(lang, "{title}报表", "{title}, a report")
            }
            Self::Filter(filter) => filter.title(lang).to_owned(),
            Self::Kind(kind) => kind.title(lang).to_owned(),
            Self::Step(kind) => lang.pick(kind.title(lang), to_take(kind)).to_owned(),
            Self::Group(at) => ledgers::group_titles(data, lang).into_iter().nth(at).unwrap_or_default(),
            Self::Inbox => lang.pick("收件箱", "The inbox").to_owned(),
            Self::Conflicts => lang.pick("冲突", "Conflicts").to_owned(),
        }
    }

    /// What else people call it, in both languages.
    pub(super) fn words(self) -> &'static [&'static str] {
        match self {
            Self::Part(Part::Reach) => &["六访", "走访覆盖", "应访", "已访", "未访", "还有谁没走到"],
            Self::Part(Part::Month) => &["日历", "月历", "走访计划", "month"],
            Self::Part(Part::Diary) => &["日记", "我这个月"],
            Self::Part(Part::Chart) => &["甘特", "甘特图", "横道图", "目标与实绩", "Gantt"],
            Self::Map => &["热力图", "矩阵", "摸清多少", "heat map", "matrix"],
            Self::Chapter(Chapter::Held) => &["待答复", "等着结果", "项目在办", "in hand"],
            Self::Chapter(Chapter::Month) => &["月报", "本月建账", "本月办结", "累计建账", "monthly"],
            Self::Chapter(Chapter::Trend) => &["趋势", "走势", "逐月建账", "柱状图", "trend", "columns"],
            Self::Chapter(Chapter::Ages) => &["账龄", "时长", "多久了", "积压", "ageing", "aging"],
            Self::Chapter(Chapter::Spots) => &["热点", "热点话题", "hotspots"],
            Self::Chapter(Chapter::Visits) => &["六访", "走访覆盖", "coverage"],
            Self::Inbox => &["收到的同步包", "等着导入", "inbox"],
            Self::List(_)
            | Self::Report(_)
            | Self::Filter(_)
            | Self::Kind(_)
            | Self::Step(_)
            | Self::Group(_)
            | Self::Conflicts => &[],
        }
    }

    /// What is to be seen there.
    pub(super) fn about(self, data: &Snapshot, lang: Lang) -> String {
        let told = match self {
            Self::Part(Part::Reach) => {
                lang.pick("六类人谁走到了、谁没有", "Who was visited, and who is left")
            }
            Self::Part(Part::Month) => lang.pick("走访和任务的月历", "Visits and tasks of the month"),
            Self::Part(Part::Diary) => lang.pick("自己的日记和这个月做的", "One's own diary and month"),
            Self::Part(Part::Chart) => {
                lang.pick("目标和任务的横道图（甘特图）", "Goals and tasks over months")
            }
            Self::Map => {
                lang.pick("小组 × 三清，摸清多少（热力图）", "Neighbourhoods by lists, how much is clear")
            }
            Self::List(_) => lang.pick("三清总表上的这一列", "Its column on the map"),
            Self::Chapter(_) => lang.pick("数字和图，逐个打开是哪些", "Figures, each opens its records"),
            Self::Report(_) => lang.pick("选日子，看或写成文件", "Of chosen days, read or written to a file"),
            Self::Filter(_) => lang.pick("事项只列这些", "Issues of this filter"),
            Self::Kind(_) => lang.pick("事项只列这一类", "Issues of this kind"),
            Self::Step(kind) => return of_step(kind, lang),
            Self::Group(at) => return ledgers::group_told(data, at, lang),
            Self::Inbox => lang.pick("收到、等着导入的同步包", "Bundles that came and wait"),
            Self::Conflicts => {
                lang.pick("两台电脑写得不一样的，由人来定", "Written differently on two laptops")
            }
        };
        told.to_owned()
    }

    /// Where it is.
    pub(super) fn place(self) -> Place {
        match self {
            Self::Part(_) => Place::Visits,
            Self::Map | Self::List(_) => Place::Matrix,
            Self::Chapter(_) | Self::Report(_) => Place::Bulletins,
            Self::Filter(_) | Self::Kind(_) | Self::Step(_) => Place::Issues,
            Self::Group(_) => Place::Ledgers,
            Self::Inbox | Self::Conflicts => Place::Sync,
        }
    }

    /// Goes there.
    pub(super) fn go(self, model: &mut Model) -> Vec<Effect> {
        match self {
            Self::Part(part) => {
                update::go(model, Screen::Visits);
                visits::show_part(model, part);
            }
            Self::Map => {
                update::go(model, Screen::Checklists);
                model.checklists.open = false;
            }
            Self::List(list) => {
                update::go(model, Screen::Checklists);
                checklists::show_list(model, list);
            }
            Self::Chapter(chapter) => {
                update::go(model, Screen::Bulletins);
                bulletins::show_chapter(model, chapter);
            }
            Self::Report(subject) => {
                update::go(model, Screen::Bulletins);
                bulletins::report(model, subject);
            }
            Self::Filter(filter) => {
                update::go(model, Screen::Issues);
                issues::show_all_of(model, filter, None);
            }
            Self::Kind(kind) => {
                update::go(model, Screen::Issues);
                issues::show_all_of(model, model.issues.filter, Some(kind));
            }
            Self::Step(kind) => to_step(model, kind),
            Self::Group(at) => {
                if let Some(id) = ledgers::group_first(&model.data, at, model.lang) {
                    ledgers::go_to(model, id);
                }
            }
            Self::Inbox | Self::Conflicts => {
                update::go(model, Screen::Sync);
                sync::show_first(model, self == Self::Inbox);
            }
        }
        Vec::new()
    }
}

/// `纠纷的步骤`.
fn of_step(kind: StepKind, lang: Lang) -> String {
    let kinds = IssueKind::ALL.into_iter().filter(|own| own.special_steps().contains(&kind));
    let kinds: Vec<&str> = kinds.map(|own| own.title(lang)).collect();
    if kinds.is_empty() {
        return lang.pick("事项的一步", "A step of an issue").to_owned();
    }
    let kinds = kinds.join(lang.pick("、", ", "));
    say!(lang, "{kinds}的一步", "A step of: {kinds}")
}

/// Goes to an issue that takes a step and shows it among its steps: the selected one, where
/// that takes it, else the most urgent that does.
fn to_step(model: &mut Model, kind: StepKind) {
    update::go(model, Screen::Issues);
    let (data, lang) = (&model.data, model.lang);
    let steps = |case: &Case| Finder::new(Source::Steps(case.issue.id), "", data, lang);
    let at = |steps: &Finder, wanted: bool| {
        let is_it = |item: &super::finder::Item| {
            item.target == Target::Step(kind) && (!wanted || item.told().is_empty())
        };
        steps.found.iter().position(is_it)
    };
    let open = || data.cases.iter().filter(|case| case.is_own_matter() && !case.standing.is_closed());
    let selected = || issues::selected(model).filter(|case| !case.standing.is_closed());
    // One that can take it now before one that cannot yet.
    let found = [true, false].into_iter().find_map(|wanted| {
        selected().into_iter().chain(open()).find(|case| at(&steps(case), wanted).is_some())
    });
    let Some(case) = found else {
        let (title, whose) = (Sight::Step(kind).title(data, lang), of_step(kind, lang));
        model.notice = Some(say!(
            lang,
            "“{title}”是{whose}，现在没有办得到这一步的事项",
            "\"{title}\" ({whose}): there is no open issue that takes it"
        ));
        return;
    };
    let (id, mut finder) = (case.issue.id, steps(case));
    finder.at = at(&finder, false).unwrap_or(0);
    issues::select(model, id);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// What a sight is called in either language.
pub(super) fn names(sight: Sight, data: &Snapshot, lang: Lang) -> Vec<String> {
    let other = match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    // A group of ledgers is one of those that this language lays out.
    let is_group = matches!(sight, Sight::Group(_));
    let translated = (!is_group).then(|| sight.title(data, other));
    std::iter::once(sight.title(data, lang))
        .chain(translated)
        .chain(sight.words().iter().map(|word| (*word).to_owned()))
        .collect()
}
