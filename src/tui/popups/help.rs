//! The help: which keys work, those of the place where one is first.

use crate::{
    say,
    tui::{
        able::{Able, able},
        cells::{self, BEHIND},
        keys::{self, Place},
        model::{Model, Popup},
    },
};

/// Cells of the keys in the help.
const KEYS: usize = 15;

/// Puts the help on top: what works here first.
pub(in crate::tui) fn help(model: &mut Model) {
    let lang = model.lang;
    let here = model.place();
    let mut lines = Vec::new();
    let tell = |place: Place, lines: &mut Vec<String>| {
        lines.push(model.told(&format!("== {} ==", place.title(lang))));
        for row in keys::rows().filter(|row| row.places.contains(&place)) {
            let mut keys: Vec<String> = model.data.keys.of(row).iter().map(|key| key.shown(lang)).collect();
            if keys.is_empty() && row.shown.in_palette() {
                // It is found by its name.
                keys = vec![model.told(&format!("⟦{}⟧", row.action.id()))];
            }
            let reason = if place == here { able(model, row.action) } else { Able::Yes };
            let remark = match reason {
                Able::No(why) => say!(lang, "（{why}）", " ({why})"),
                Able::Yes | Able::Hidden => String::new(),
            };
            let mut keys = keys.join(" ");
            if cells::width(&keys) > KEYS {
                // Its name is told whole, above what it does.
                lines.push(format!("  {keys}"));
                keys.clear();
            }
            let keys = cells::fit(&keys, KEYS);
            lines.push(format!("  {keys}  {BEHIND}{}{remark}", row.help.get(lang)));
        }
        lines.push(String::new());
    };
    tell(here, &mut lines);
    if here.is_screen() {
        tell(Place::Screens, &mut lines);
    }
    tell(Place::Always, &mut lines);
    // What works on every screen or always stands above, where that is of use here.
    let told = |place: &Place| {
        *place == here || *place == Place::Always || *place == Place::Screens && here.is_screen()
    };
    Place::ALL.into_iter().filter(|place| !told(place)).for_each(|place| tell(place, &mut lines));
    let notes = lang.pick(
        "字母键的全角形式也行；打不出字母时用 ⟦palette!⟧ 打开命令。\n\
         终端里打不了中文：检查 GTK_IM_MODULE、QT_IM_MODULE、XMODIFIERS 三个环境变量。",
        "Full-width letters work too; ⟦palette!⟧ opens the commands where no letter can be typed.",
    );
    lines.extend(notes.lines().map(|line| line.trim().to_owned()));
    lines.push(String::new());
    lines.push(lang.pick("== 换成自己的键 ==", "== Keys of your own ==").to_owned());
    let own = lang.pick(
        "在台账文件夹里建 config/keys.toml，打开程序时读一次。照这样写：\n\
         [keys]\n\
         register = [\"n\", \"f4\"]    # 登记事项：只用这些键\n\
         [add]\n\
         undo = \"ctrl-y\"            # 撤销：再加一个键\n\
         每个操作的英文名：命令行 minqing keys；写得对不对：minqing keys --check 文件。",
        "Write config/keys.toml in the folder of the workspace; it is read at the start:\n\
         [keys]\n\
         register = [\"n\", \"f4\"]    # these keys alone\n\
         [add]\n\
         undo = \"ctrl-y\"            # this key besides\n\
         The ids of all actions: minqing keys; whether a file is right: minqing keys --check FILE.",
    );
    lines.extend(own.lines().map(|line| format!("  {line}")));
    if let Some(trouble) = &model.data.keys_trouble {
        lines.push(String::new());
        lines.push(format!("! {}", trouble.get(lang)));
    }
    let complaints = &model.data.status.complaints;
    if !complaints.is_empty() {
        lines.push(String::new());
        lines.push(say!(lang, "投诉举报途径：{complaints}", "Complaints to: {complaints}"));
    }
    let title = lang.pick("帮助：这里有哪些键", "Help: the keys that work here").to_owned();
    model.popups.push(Popup::Reading { title, lines, top: 0 });
}
