#pragma once
// Every SQL statement of files. Private to kernel/files.

#include "liren/seal.h"
#include "liren/sql.h"

namespace liren {

/// The token of a signed link: a keyed hash of file and expiry.
std::string file_link_token(const Keyring& keyring, std::int64_t file, std::int64_t expires_ms);

namespace files_store {

struct FileRow {
    std::int64_t id = 0, uploaded_by = 0;
    std::string view_name, thumb_name;
    int width = 0, height = 0;
    std::int64_t size = 0;
    std::string attached_kind;
    std::int64_t attached = 0;
    std::string use;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (id, uploaded_by, view_name, thumb_name, width, height, size, attached_kind, attached, use))

extern const Statement insert, by_id, by_client_ref, attach, attached_to, forget_unattached, citations;

}  // namespace files_store
}  // namespace liren
