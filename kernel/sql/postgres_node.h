#pragma once
// The node part of this process's ids, leased in gate so that two programs never make the same id. Held for ten minutes,
// renewed every minute; one that could not be renewed in time is given up for another.

#include <cstdint>
#include <string>

#include "sql/postgres_connection.h"

namespace liren::sql {

class NodeLease {
public:
    NodeLease();
    /// Takes the lowest node that is free, or renews the one that is held, when a minute has passed. Sets the node of new_id().
    void keep(PostgresConnection& connection);
    void give_up(PostgresConnection& connection);

private:
    bool take(PostgresConnection& connection, std::int64_t node, std::int64_t now);
    std::string holder_;
    std::int64_t node_ = -1;
    std::int64_t renew_at_ = 0;       ///< ms of the machine's clock
};

}  // namespace liren::sql
