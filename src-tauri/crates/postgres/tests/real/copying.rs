//! One database copied to another, as a run would do it.

use drydock_connector::{Address, Batch, Connector, Landing, Refusal, Target};
use drydock_model::{
    Catalog, Dataset, Design, Phase, Receipt, Slice, Statement, TableDesign, WriteMode,
};
use drydock_postgres::Postgres;
use drydock_testkit::servers::postgres::Database;

pub const RUN: &str = "run";

pub fn names(dataset: &Dataset) -> Vec<String> {
    dataset.stored_fields().map(|f| f.name.clone()).collect()
}

/// Every table under its own name, every object.
pub fn design(from: Catalog, before: Catalog) -> Design {
    let table = |dataset: &Dataset| TableDesign {
        source: "app".into(),
        from: dataset.clone(),
        same_kind: true,
        to: dataset.name.clone(),
        write: WriteMode::Create,
        fields: names(dataset)
            .into_iter()
            .map(|n| (n.clone(), n, None))
            .collect(),
        dropped: Vec::new(),
        key: Vec::new(),
    };
    Design {
        before,
        tables: from.tables().map(table).collect(),
        objects: from
            .objects
            .iter()
            .map(|o| ("app".into(), o.clone()))
            .collect(),
        sources: vec![("app".into(), from)],
    }
}

/// Returns the statements that were carried out, and what was refused.
pub async fn copy(from: &Database, to: &Database) -> (Vec<Statement>, Vec<Refusal>) {
    copy_between(&from.address(), &to.address()).await
}

pub async fn copy_between(from: &Address, to: &Address) -> (Vec<Statement>, Vec<Refusal>) {
    let connector = Postgres::default();
    let source = connector.open_source(from).await.expect("source");
    let target = connector.open_target(to).await.expect("target");
    target.begin(RUN).await.expect("begin");
    let before = target.catalog().await.expect("catalog");
    let design = design(source.catalog().await.expect("catalog"), before);
    let statements = connector.dialect().statements(&design).expect("statements");
    let (tables, after): (Vec<_>, Vec<_>) =
        statements.iter().partition(|s| s.phase == Phase::Tables);
    for statement in tables {
        target.apply(RUN, statement).await.expect(&statement.sql);
    }
    let mut refused = Vec::new();
    for (lane, table) in (0..).zip(&design.tables) {
        let fields = names(&table.from);
        let mut scan = source
            .scan(&table.from.name, &fields, &Slice::whole(0))
            .await
            .expect("scan");
        let landing = Landing {
            run: RUN.into(),
            dataset: table.to.clone(),
            fields: fields.clone(),
            write: WriteMode::Create,
            key: Vec::new(),
        };
        let mut load = target.load(&landing).await.expect("load");
        let mut batch = Batch::new(fields.len());
        loop {
            batch.reset(fields.len());
            if scan.fill(&mut batch).await.expect("fill") == 0 {
                break;
            }
            refused.extend(load.write(&batch).await.expect("write"));
        }
        let receipt = Receipt {
            run: RUN.into(),
            lane,
            ..Receipt::default()
        };
        load.commit(receipt).await.expect("commit");
    }
    for statement in after {
        target.apply(RUN, statement).await.expect(&statement.sql);
    }
    let checks = target.check().await.expect("check");
    assert!(checks.iter().all(|c| c.holds), "{checks:?}");
    target.keep(RUN).await.expect("keep");
    (statements, refused)
}

/// Takes back all that was done, the last first.
pub async fn take_back(target: &dyn Target, statements: &[Statement]) {
    target.begin("back").await.expect("begin");
    for (ordinal, statement) in (0..).zip(statements.iter().rev()) {
        if let Some(inverse) = &statement.inverse {
            let back = Statement {
                ordinal,
                sql: inverse.clone(),
                ..statement.clone()
            };
            target.apply("back", &back).await.expect(inverse);
        }
    }
    target.keep("back").await.expect("keep");
}
