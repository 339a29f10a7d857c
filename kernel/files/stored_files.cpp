#include "liren/stored_files.h"

#include "files/store.h"
#include "liren/digest.h"
#include "liren/error.h"

namespace liren {

void attach_files(Tx& tx, const std::vector<std::int64_t>& files, const Attachment& to) {
    for (const std::int64_t file : files) {
        const auto attached = tx.run(files_store::attach, {{"kind", to.kind}, {"subject", to.subject}, {"part", to.part}, {"use", to.use}, {"id", file}, {"by", tx.actor().value}});
        if (attached == 0) throw Error("request.invalid", {{"files", "files.unknown"}});
    }
}

std::vector<AttachedFile> files_of(Db& db, std::string_view kind, std::int64_t subject) {
    return db.all<AttachedFile>(files_store::attached_to, {{"subject", subject}, {"kind", kind}});
}

std::string file_link_token(const Keyring& keyring, std::int64_t file, std::int64_t expires_ms) {
    return keyring.lookup_hash(id_text(file) + ":" + std::to_string(expires_ms), "files.link");
}

std::string signed_file_link(const Keyring& keyring, std::string_view district, std::int64_t file, std::string_view size, Instant now) {
    const std::int64_t expires = (now + minutes_ms(15)).ms;
    return "/api/d/" + std::string(district) + "/files/" + id_text(file) + "/" + std::string(size) + "?until=" + std::to_string(expires) +
           "&token=" + file_link_token(keyring, file, expires);
}

}  // namespace liren
