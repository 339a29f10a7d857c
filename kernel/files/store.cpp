#include "files/store.h"

namespace liren::files_store {

const Statement insert(StoreKind::district, "files.insert", R"sql(
    insert into files_files (id, client_ref, uploaded_by, view_name, thumb_name, width, height, size, created_at, attached_kind, attached, part, use)
    values (:id, :client_ref, :uploaded_by, :view_name, :thumb_name, :width, :height, :size, :created_at, '', 0, 0, '')
    on conflict do nothing
)sql");

const Statement by_id(StoreKind::district, "files.by_id", R"sql(
    select f.id, f.uploaded_by, f.view_name, f.thumb_name, f.width, f.height, f.size, f.attached_kind, f.attached, f.use
    from files_files f
    where f.id = :id
)sql");

const Statement by_client_ref(StoreKind::district, "files.by_client_ref", R"sql(
    select f.id, f.uploaded_by, f.view_name, f.thumb_name, f.width, f.height, f.size, f.attached_kind, f.attached, f.use
    from files_files f
    where f.uploaded_by = :uploaded_by and f.client_ref = :client_ref
)sql", "files_files_client_ref");

const Statement attach(StoreKind::district, "files.attach", R"sql(
    update files_files
    set attached_kind = :kind, attached = :subject, part = :part, use = :use
    where id = :id and attached = 0 and uploaded_by = :by
)sql");

const Statement attached_to(StoreKind::district, "files.attached_to", R"sql(
    select f.id, f.part, f.use, f.width, f.height
    from files_files f
    where f.attached = :subject and f.attached <> 0 and f.attached_kind = :kind
    order by f.part, f.created_at
)sql", "files_files_attached");

const Statement forget_unattached(StoreKind::district, "files.forget_unattached", R"sql(
    delete from files_files
    where id = :id and attached = 0
)sql");

const Statement citations(StoreKind::district, "files.citations", R"sql(
    select count(*) as number
    from files_files f
    where f.view_name = :view_name
)sql", "files_files_view");

}  // namespace liren::files_store
