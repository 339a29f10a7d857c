#include "files/files_module.h"

#include <charconv>

#include "files/store.h"
#include "liren/digest.h"
#include "liren/house.h"
#include "liren/photos.h"
#include "request/form.h"

namespace liren {

namespace {

constexpr std::size_t largest_photo = 12u << 20;

struct PhotoView {
    FileId id;
    int width = 0, height = 0;
    std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(PhotoView, (), (id, width, height, size))

bool is_client_ref(std::string_view text) {
    return text.size() == 36 && text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

KeptPhoto prepare_upload(Context& context) {
    if (!is_client_ref(query_value(context.request(), "client_ref"))) throw Error("request.invalid", {{"client_ref", "files.client_ref"}});
    if (context.request().body.empty()) throw Error("request.invalid", {{"body", "files.empty"}});
    return keep_photo(context.house(), context.store(), context.request().body);
}

Created<PhotoView> upload_file(Context& context) {
    const KeptPhoto& photo = context.prepared<KeptPhoto>();
    const std::int64_t id = write_photo(context.tx(), context.store(), photo, query_value(context.request(), "client_ref"));
    return {{FileId{id}, photo.width, photo.height, photo.size}};
}

/// A signed link, or the scope of what the picture is attached to, or one's own upload.
void require_visible(Context& context, const files_store::FileRow& file) {
    const std::string token = query_value(context.request(), "token");
    if (!token.empty()) {
        std::int64_t until = 0;
        const std::string text = query_value(context.request(), "until");
        std::from_chars(text.data(), text.data() + text.size(), until);
        const bool fits = constant_time_equal(token, file_link_token(context.house().keyring, file.id, until));
        if (fits && until > context.now().ms) return;
        not_found("files.link_expired");
    }
    if (!context.signed_in()) throw Error(401, "access.sign_in");
    if (file.attached == 0) {
        if (file.uploaded_by != context.account().value) not_found();
        return;
    }
    const auto at = context.house().locate(context.store(), file.attached_kind, file.attached);
    // What came with an internal note is for those who may write one.
    const std::string permission = file.attached_kind.substr(0, file.attached_kind.find('.')) + (file.use == "internal" ? ".note" : ".read");
    if (!at || !context.may(permission, *at)) not_found();
}

HttpResponse show(Context& context, FileId id, bool thumb) {
    const auto file = context.db().one<files_store::FileRow>(files_store::by_id, {{"id", id}});
    if (!file) not_found();
    require_visible(context, *file);
    const auto path = context.house().files.path(context.store(), thumb ? file->thumb_name : file->view_name);
    if (!path) throw Error(404, "files.gone", "the bytes of file " + id_text(id.value) + " are missing");
    HttpResponse response;
    response.content_type = "image/jpeg";
    response.file_path = *path;
    response.headers = {{"Cache-Control", "private, max-age=86400, immutable"}, {"Content-Disposition", "inline"}};
    return response;
}

HttpResponse show_thumb(Context& context, FileId id) { return show(context, id, true); }
HttpResponse show_view(Context& context, FileId id) { return show(context, id, false); }

/// 24 hours after an upload: what nothing cites goes, bytes last.
void sweep(House& house, const std::string& store, Tx& tx, const Job& job) {
    const auto file = tx.one<files_store::FileRow>(files_store::by_id, {{"id", job.subject}});
    if (!file || tx.run(files_store::forget_unattached, {{"id", job.subject}}) == 0) return;
    tx.record({.name = "files.swept", .subject_kind = "files.file", .subject = job.subject});
    if (tx.number(files_store::citations, {{"view_name", file->view_name}}).value_or(0) > 0) return;
    house.files.remove(store, file->view_name);
    house.files.remove(store, file->thumb_name);
}

}  // namespace

KeptPhoto keep_photo(House& house, const std::string& store, std::string_view bytes) {
    if (!house.images) throw Error(503, "image.unavailable").retry_after(30);
    PhotoResult made = house.images->photo(bytes);
    if (!made.ok()) {
        const bool ours = made.problem == "image.failed" || made.problem == "image.unavailable" || made.problem == "image.busy";
        if (made.problem == "image.busy" || made.problem == "image.unavailable") throw Error(503, made.problem, made.detail).retry_after(5);
        Error error("request.invalid", {{"files", made.problem}});
        throw ours ? Error(422, made.problem, made.detail) : error;
    }
    KeptPhoto kept;
    kept.view_name = house.files.keep(store, made.view);
    kept.thumb_name = house.files.keep(store, made.thumb);
    kept.width = made.view_width;
    kept.height = made.view_height;
    kept.size = static_cast<std::int64_t>(made.view.size());
    return kept;
}

std::int64_t write_photo(Tx& tx, const std::string& store, const KeptPhoto& photo, std::string_view client_ref) {
    std::int64_t id = 0;
    const std::string random = random_bytes(8);
    for (const char c : random) id = (id << 8) | static_cast<unsigned char>(c);
    id &= (std::int64_t{1} << 62) - 1;
    const auto inserted = tx.run(files_store::insert, {{"id", id},
                                                       {"client_ref", client_ref},
                                                       {"uploaded_by", tx.actor().value},
                                                       {"view_name", photo.view_name},
                                                       {"thumb_name", photo.thumb_name},
                                                       {"width", photo.width},
                                                       {"height", photo.height},
                                                       {"size", photo.size},
                                                       {"created_at", tx.now()}});
    if (inserted == 0) {
        const auto there = tx.one<files_store::FileRow>(files_store::by_client_ref, {{"uploaded_by", tx.actor().value}, {"client_ref", client_ref}});
        if (!there || there->view_name != photo.view_name) throw Error(422, "request.idempotency_key_reused");
        id = there->id;
    } else {
        tx.enqueue({.kind = "files.sweep", .subject = id, .due = tx.now() + hours_ms(24), .payload = store});
    }
    tx.record({.name = "files.uploaded", .subject_kind = "files.file", .subject = id, .evidence = photo.view_name});
    return id;
}

Module files_module() {
    Module module;
    module.name = "files";
    module.routes.push_back(post("/api/d/{d}/files", Access::anyone("a photo of a report needs no account"), upload_file, "upload_file")
                                .raw_body(largest_photo)
                                .prepare(prepare_upload)
                                .repeatable()
                                .strangers(60));
    module.routes.push_back(get("/api/d/{d}/files/{id}/thumb", Access::anyone("asked in the handler: signed link, scope of the subject, or own upload"), show_thumb, "show_thumb"));
    module.routes.push_back(get("/api/d/{d}/files/{id}/view", Access::anyone("asked in the handler: signed link, scope of the subject, or own upload"), show_view, "show_view"));
    module.events = {{"files.uploaded", Audience::audit}, {"files.swept", Audience::audit}};
    module.start = [](House& house) {
        house.jobs.on("files.sweep", [&house](Tx& tx, const Job& job) { sweep(house, job.payload, tx, job); });
    };
    return module;
}

}  // namespace liren
