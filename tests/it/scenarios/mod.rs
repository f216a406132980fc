//! What users see, over a real socket, on every engine. A scenario knows no engine.

mod findings;
mod formatting;
mod formatting_faults;
mod imports;
mod known_again;
mod reads;
mod reextractions;
mod removals;
mod reviews;
mod searches;
pub mod world;

use std::sync::Arc;

use ibid::engine::embedded::{Embedded, Options};

use crate::cluster::Place;
use crate::memory_engine::MemoryEngine;
use world::World;

/// Runs every scenario on every engine, each in a library of its own.
macro_rules! scenarios {
    ($($module:ident :: $name:ident),* $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let engine = super::Embedded::open(folder.path(), super::Options::default()).unwrap();
                let world = super::World::start(super::Arc::new(engine)).await;
                super::$module::$name(&world).await;
                world.stop().await;
            })*
        }
        mod memory {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let world = super::World::start(super::Arc::new(super::MemoryEngine::default())).await;
                super::$module::$name(&world).await;
                world.stop().await;
            })*
        }
        mod on_opensearch {
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
            async fn $name() {
                let place = super::Place::fresh();
                let world = super::World::start(super::Arc::new(place.open().await)).await;
                super::$module::$name(&world).await;
                world.stop().await;
                place.clear().await;
            })*
        }
    };
}

scenarios!(
    reads::a_record_answers_to_every_name,
    reads::a_batch_keeps_order_and_fails_item_by_item,
    reads::views_and_masks_show_parts,
    reads::pages_cover_everything_once,
    reads::limits_are_exact_and_typed,
    imports::importing_again_changes_nothing,
    imports::sources_of_one_work_become_one_citation,
    imports::two_works_that_print_one_doi_stay_two,
    imports::a_late_notice_retracts_its_paper,
    imports::a_cut_file_keeps_what_came_before,
    imports::an_older_version_changes_nothing,
    imports::a_dry_run_writes_nothing,
    imports::an_unknown_format_is_named,
    known_again::a_record_that_gains_a_doi_stays_the_same,
    known_again::what_only_looks_alike_stays_apart,
    known_again::within_one_file_too,
    searches::words_phrases_and_operators,
    searches::filters_select,
    searches::pages_by_relevance_are_stable,
    searches::a_token_belongs_to_its_request,
    findings::findings_carry_proof_and_are_found,
    findings::the_callers_own_text_is_read,
    formatting::many_works_in_many_styles,
    formatting::the_record_the_project_began_with,
    formatting::titles_and_languages,
    formatting::citations_within_a_text,
    formatting::what_a_record_lacks_is_told,
    formatting::a_work_named_twice_is_printed_once,
    formatting::styles_are_listed,
    formatting_faults::every_violation_at_once,
    formatting_faults::locales_fall_back,
    formatting_faults::faulty_styles_are_refused_with_their_line,
    formatting_faults::hostile_styles_are_bounded,
    removals::a_deleted_citation_is_remembered_and_revived,
    removals::a_deletion_in_a_file_withdraws_its_source,
    removals::exports_hold_everything_and_read_back,
    removals::exports_resume_byte_for_byte,
    reviews::a_review_is_served_searched_repeated_and_taken_back,
    reviews::a_correction_is_served_with_the_original_beside_it,
    reviews::what_is_wrong_with_a_review_is_said_at_once,
    reviews::a_review_outlives_its_text,
    reviews::reviews_follow_their_finding_when_citations_merge,
    reviews::reviews_go_with_their_citation,
    reextractions::only_what_is_stale_is_touched,
    reextractions::what_people_said_outlives_another_extractor,
    reextractions::a_text_without_findings_is_read_once,
    reextractions::a_run_is_filtered_and_resumed,
    reextractions::imports_go_on_meanwhile,
);
