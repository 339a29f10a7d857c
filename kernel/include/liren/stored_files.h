#pragma once
// Rows of files: uploaded first, attached to a row of a module afterwards, in the transaction that makes that row. Until then
// only the uploader may see one, and after 24 hours it is swept. The id of a file is random, not ordered: a stranger who
// uploads without an account has nothing else to show that the picture is theirs.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "liren/seal.h"
#include "liren/sql.h"

namespace liren {

struct Attachment {
    std::string_view kind;                    ///< "cases.case": who may see that subject may see the file
    std::int64_t subject = 0;
    std::int64_t part = 0;                    ///< a step of it
    std::string_view use;                     ///< the module's word: "report", "handling"
};

/// Attaches files the acting account uploaded (strangers: account 0). Throws 422 "files.unknown" for any other.
void attach_files(Tx& tx, const std::vector<std::int64_t>& files, const Attachment& to);

struct AttachedFile {
    std::int64_t id = 0, part = 0;
    std::string use;
    int width = 0, height = 0;
};
BOOST_DESCRIBE_STRUCT(AttachedFile, (), (id, part, use, width, height))

std::vector<AttachedFile> files_of(Db& db, std::string_view kind, std::int64_t subject);

/// A link to a picture for somebody without an account who has just shown number and code: valid for 15 minutes.
std::string signed_file_link(const Keyring& keyring, std::string_view district, std::int64_t file, std::string_view size, Instant now);

}  // namespace liren
