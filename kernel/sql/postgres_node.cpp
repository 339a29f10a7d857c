#include "sql/postgres_node.h"

#include <unistd.h>

#include <stdexcept>

#include "liren/clock.h"
#include "liren/id.h"
#include "sql/postgres_session.h"

namespace liren::sql {
namespace {

constexpr std::int64_t held_ms = 600'000;
constexpr std::int64_t renewed_ms = 60'000;
constexpr std::int64_t nodes = 1024;

const Statement list_held_nodes(StoreKind::gate, "kernel.nodes_held", R"sql(
    select n.node from kernel_nodes n where n.until >= :now order by n.node
)sql");

const Statement take_node(StoreKind::gate, "kernel.node_take", R"sql(
    insert into kernel_nodes (node, holder, until) values (:node, :holder, :until)
    on conflict (node) do update set holder = excluded.holder, until = excluded.until
    where kernel_nodes.holder = excluded.holder or kernel_nodes.until < :now
)sql");

const Statement free_node(StoreKind::gate, "kernel.node_give_up", "delete from kernel_nodes where node = :node and holder = :holder");

}  // namespace

NodeLease::NodeLease() {
    char host[256] = "";
    ::gethostname(host, sizeof host - 1);
    // Two leases of one process are two: each gives up only its own. They share one sequence, so that neither harms the other.
    holder_ = std::string(host) + ":" + std::to_string(::getpid()) + ":" + std::to_string(new_id());
}

bool NodeLease::take(PostgresConnection& connection, std::int64_t node, std::int64_t now) {
    const Parameter parameters[] = {{"node", node}, {"holder", holder_}, {"until", now + held_ms}, {"now", now}};
    connection.begin_write("gate");
    const bool taken = connection.run(take_node, nullptr, parameters, nullptr, {}) == 1;
    connection.commit();
    return taken;
}

void NodeLease::keep(PostgresConnection& connection) {
    const std::int64_t now = SystemClock().now().ms;
    if (now < renew_at_) return;
    bool held = node_ >= 0 && take(connection, node_, now);
    for (int tries = 0; !held && tries < 100; ++tries) {
        connection.begin_read("gate");
        std::int64_t free = 0;
        PostgresDb(connection, StoreKind::gate).each(list_held_nodes, nullptr, std::vector<Parameter>{{"now", now}}, [&](const Row& row) {
            if (row.integer(0) == free) ++free;
        }, {});
        connection.finish();
        if (free >= nodes) throw std::runtime_error("all 1,024 nodes of ids are taken");
        held = take(connection, free, now);
        node_ = free;
    }
    if (!held) throw std::runtime_error("no node of ids could be taken");
    set_id_node(static_cast<unsigned>(node_));
    renew_at_ = now + renewed_ms;
}

void NodeLease::give_up(PostgresConnection& connection) {
    if (node_ < 0) return;
    const Parameter parameters[] = {{"node", node_}, {"holder", holder_}};
    connection.begin_write("gate");
    connection.run(free_node, nullptr, parameters, nullptr, {});
    connection.commit();
    node_ = -1;
}

}  // namespace liren::sql
