//! `minqing remove`: a card that is no longer needed; what hangs on a
//! neighbourhood or a household is moved first.

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE},
};
use crate::{
    domain::id::RecordId,
    say,
    workbench::{Error, Workbench, draft::Draft},
};

/// 删除一张卡片；小组和户先移走挂在上面的 · Delete a card; what hangs on a neighbourhood or household is moved first
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing remove 六组
  minqing remove 六组 --into 五组
  minqing remove 3f2a9c01

还有居民、户、事项挂着的小组和户不能直接删除。记录和事项不能删除，记录可以划去。
While residents, households or issues hang on it, a neighbourhood or household does not go. Entries and issues are never deleted.")]
pub(super) struct Order {
    /// 编号、编号前几位或名称 · An id, the beginning of one, or a name
    #[arg(value_name = "ID")]
    id: String,
    /// 把挂在上面的移到这里，再删除 · Move what hangs on it here first
    #[arg(long, value_name = "ID")]
    into: Option<String>,
}

/// Deletes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let id = bench.find_anywhere(&order.id)?;
        let name = bench.name_of(id);
        let lang = face.lang;
        let Some(into) = &order.into else {
            delete(bench, id)?;
            let told = say!(lang, "已删除 {name}", "{name} deleted");
            face.answer(&json!({ "removed": id.to_string() }), told)?;
            return Ok(DONE);
        };
        let ledger = bench.ledger_of(id)?.id.clone();
        let to = bench.find_in(&ledger, into)?;
        let moved = bench.empty_into(id, to)?;
        let (told, into) = (moved.told(lang), bench.name_of(to));
        let document = json!({
            "removed": id.to_string(), "into": to.to_string(),
            "moved": {
                "residents": moved.residents, "households": moved.households,
                "issues": moved.issues, "projects": moved.projects,
            },
        });
        let told = say!(
            lang,
            "{told} 已移到 {into}，{name} 已删除",
            "{told} moved to {into}, and {name} is deleted"
        );
        face.answer(&document, told.trim_start())?;
        Ok(DONE)
    })
}

fn delete(bench: &mut Workbench, id: RecordId) -> Result<(), Error> {
    let mut draft = Draft::new();
    draft.delete(id);
    bench.commit(draft)
}
