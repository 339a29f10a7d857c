#include "store.h"

namespace liren::organizations {

const Statement units_page(StoreKind::city, "organizations.units_page", R"sql(
    select u.id, u.version, u.name, u.kind, u.parent, u.area, u.subdistrict, u.community, u.grid, u.phone, u.office_hours, u.sort_key,
        (select count(*) from organizations_posts p where p.unit = u.id) as posts_count
    from organizations_units u
    where {scope:u} [and u.kind = :kind] [and u.parent = :parent] [and (lower(u.name) like :words escape '!' or (' ' || u.initials) like :initials escape '!')]
        [and (u.sort_key, u.id) > (:after_key, :after_id)]
    order by u.sort_key, u.id
    limit :limit
)sql", "organizations_units_");

const Statement unit_in_scope(StoreKind::city, "organizations.unit_in_scope", R"sql(
    select u.id, u.version, u.name, u.kind, u.parent, u.area, u.subdistrict, u.community, u.grid, u.phone, u.office_hours, u.sort_key,
        (select count(*) from organizations_posts p where p.unit = u.id) as posts_count
    from organizations_units u
    where u.id = :id and {scope:u}
)sql");

const Statement unit_by_id(StoreKind::city, "organizations.unit_by_id", R"sql(
    select u.id, u.version, u.name, u.kind, u.parent, u.area, u.subdistrict, u.community, u.grid, u.phone, u.office_hours, u.sort_key,
        (select count(*) from organizations_posts p where p.unit = u.id) as posts_count
    from organizations_units u
    where u.id = :id
)sql");

const Statement unit_name(StoreKind::city, "organizations.unit_name", R"sql(
    select u.name
    from organizations_units u
    where u.id = :id
)sql");

const Statement unit_named(StoreKind::city, "organizations.unit_named", R"sql(
    select u.id
    from organizations_units u
    where u.area = :area and u.name = :name
)sql", "organizations_units_name");

const Statement unit_of_code(StoreKind::city, "organizations.unit_of_code", R"sql(
    select u.id
    from organizations_units u
    where u.division_code = :code and u.division_code <> ''
)sql", "organizations_units_code");

const Statement unit_parent(StoreKind::city, "organizations.unit_parent", R"sql(
    select u.parent
    from organizations_units u
    where u.id = :id and u.parent is not null
)sql");

const Statement committees_of_community(StoreKind::city, "organizations.committees_of_community", R"sql(
    select u.id as unit, u.name, u.division_code
    from organizations_units u
    where u.community = :community and u.kind in ('residents_committee', 'villagers_committee')
    order by u.sort_key, u.id
)sql", "organizations_units_community");

const Statement public_committees(StoreKind::city, "organizations.public_committees", R"sql(
    select u.name, u.phone, u.office_hours
    from organizations_units u
    where u.community = :community and u.kind in ('residents_committee', 'villagers_committee')
    order by u.sort_key, u.id
)sql", "organizations_units_community");

const Statement committees_of_area(StoreKind::city, "organizations.committees_of_area", R"sql(
    select u.id as unit, u.name, u.division_code
    from organizations_units u
    where u.area = :area and u.kind in ('residents_committee', 'villagers_committee')
    order by u.id
)sql", "organizations_units_area");

const Statement office(StoreKind::city, "organizations.office", R"sql(
    select u.id
    from organizations_units u
    where u.area = :area and u.division_code <> ''
    order by u.id
)sql", "organizations_units_area");

const Statement units_in_charge(StoreKind::city, "organizations.units_in_charge", R"sql(
    select u.id, u.name, u.kind, u.area
    from organizations_units u
    where u.area in (:area, :community, :subdistrict, :district)
    order by u.sort_key, u.id
)sql", "organizations_units_name");

const Statement insert_unit(StoreKind::city, "organizations.insert_unit", R"sql(
    insert into organizations_units (id, version, name, kind, parent, area, district, subdistrict, community, grid, division_code, phone, office_hours, sort_key,
        initials, changed_at, client_ref)
    values (:id, 1, :name, :kind, :parent, :area, :district, :subdistrict, :community, :grid, :division_code, :phone, :office_hours, :sort_key,
        :initials, :now, :client_ref)
    on conflict do nothing
)sql");

const Statement update_unit(StoreKind::city, "organizations.update_unit", R"sql(
    update organizations_units
    set version = version + 1, name = :name, kind = :kind, parent = :parent, area = :area, district = :district, subdistrict = :subdistrict,
        community = :community, grid = :grid, phone = :phone, office_hours = :office_hours, sort_key = :sort_key, initials = :initials, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement posts_of_unit(StoreKind::city, "organizations.posts_of_unit", R"sql(
    select p.id, p.unit, p.account, p.title
    from organizations_posts p
    where p.unit = :unit
    order by p.id
)sql", "organizations_posts_once");

const Statement posts_of_account(StoreKind::city, "organizations.posts_of_account", R"sql(
    select p.id, p.unit, p.account, p.title
    from organizations_posts p
    where p.account = :account
    order by p.id
)sql", "organizations_posts_account");

const Statement post_by_id(StoreKind::city, "organizations.post_by_id", R"sql(
    select p.id, p.unit, p.account, p.title
    from organizations_posts p
    where p.id = :id
)sql");

const Statement insert_post(StoreKind::city, "organizations.insert_post", R"sql(
    insert into organizations_posts (id, unit, account, title, since)
    values (:id, :unit, :account, :title, :since)
    on conflict do nothing
)sql");

const Statement delete_post(StoreKind::city, "organizations.delete_post", R"sql(
    delete from organizations_posts
    where id = :id
)sql");

const Statement units_of_account(StoreKind::city, "organizations.units_of_account", R"sql(
    select p.unit
    from organizations_posts p
    where p.account = :account
    order by p.id
)sql", "organizations_posts_account");

}  // namespace liren::organizations
