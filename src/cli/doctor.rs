//! `minqing doctor`: checks every promise the store makes.

use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DAMAGED, DONE},
};
use crate::{domain::wording::counted, say};

/// Checks them.
pub(super) fn run(face: &Face) -> Answer {
    face.at_work(|bench| {
        let bar = face.bar("体检", "checking");
        let broken = bench.doctor_telling(&mut |progress| bar.hear(progress))?;
        bar.end();
        let count = broken.len();
        let text = if broken.is_empty() {
            face.lang.pick("一切完好", "everything holds").to_owned()
        } else {
            let listed = broken.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
            let promises = counted(count, "promise is", "promises are");
            say!(
                face.lang,
                "有 {count} 处不对，请先用 minqing backup 备份，再重新打开程序：\n{listed}",
                "{promises} broken; back up first, then open the program again:\n{listed}"
            )
        };
        face.answer(&json!({ "ok": broken.is_empty(), "broken": broken }), text)?;
        Ok(if broken.is_empty() { DONE } else { DAMAGED })
    })
}
