#include "store.h"

namespace liren::places {

// Read from the city's own connection and from a district's, where the city is attached: the same words, other names.

const Statement area_in_city(StoreKind::city, "places.area_in_city", R"sql(
    select a.id, a.parent, a.version, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid,
        coalesce(s.name, '') as subdistrict_name, coalesce(c.name, '') as community_name, coalesce(g.name, '') as grid_name
    from places_areas a
    left join places_areas s on s.id = a.subdistrict
    left join places_areas c on c.id = a.community
    left join places_areas g on g.id = a.grid
    where a.id = :id
)sql");

const Statement area_in_district(StoreKind::district, "places.area_in_district", R"sql(
    select a.id, a.parent, a.version, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid,
        coalesce(s.name, '') as subdistrict_name, coalesce(c.name, '') as community_name, coalesce(g.name, '') as grid_name
    from city.places_areas a
    left join city.places_areas s on s.id = a.subdistrict
    left join city.places_areas c on c.id = a.community
    left join city.places_areas g on g.id = a.grid
    where a.id = :id
)sql");

const Statement door_in_city(StoreKind::city, "places.door_in_city", R"sql(
    select d.code, d.area, d.label, d.place, d.lat, d.lon
    from places_doors d
    where d.code = :code
)sql");

const Statement door_in_district(StoreKind::district, "places.door_in_district", R"sql(
    select d.code, d.area, d.label, d.place, d.lat, d.lon
    from city.places_doors d
    where d.code = :code
)sql");

const Statement grid_in_city(StoreKind::city, "places.grid_in_city", R"sql(
    select g.kind, g.worker, g.worker_name, g.public_phone, g.households
    from places_grids g
    where g.area = :area
)sql");

const Statement grid_in_district(StoreKind::district, "places.grid_in_district", R"sql(
    select g.kind, g.worker, g.worker_name, g.public_phone, g.households
    from city.places_grids g
    where g.area = :area
)sql");

const Statement area_by_id(StoreKind::city, "places.area_by_id", R"sql(
    select a.id, a.version, a.parent, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid, a.valid_from, a.valid_to
    from places_areas a
    where a.id = :id
)sql");

const Statement area_in_scope(StoreKind::city, "places.area_in_scope", R"sql(
    select a.id, a.version, a.parent, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid, a.valid_from, a.valid_to
    from places_areas a
    where a.id = :id and {scope:a}
)sql");

const Statement area_named(StoreKind::city, "places.area_named", R"sql(
    select a.id
    from places_areas a
    where a.parent = :parent and a.name = :name and a.valid_to is null
)sql", "places_areas_name");

const Statement areas_of_district(StoreKind::city, "places.areas_of_district", R"sql(
    select a.id, a.parent, a.kind, a.name, a.code, a.initials, g.kind as grid_kind, g.worker_name, g.public_phone
    from places_areas a
    left join places_grids g on g.area = a.id
    where a.district = :district and a.valid_to is null
    order by a.position, a.id
)sql", "places_areas_district");

const Statement areas_freshness(StoreKind::city, "places.areas_freshness", R"sql(
    select coalesce(max(a.changed_at), 0) as changed_at, count(*) as number, coalesce(sum(a.version), 0) as versions
    from places_areas a
    where a.district = :district
)sql", "places_areas_district");

const Statement search_areas(StoreKind::city, "places.search_areas", R"sql(
    select a.id, a.parent, a.version, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid,
        coalesce(s.name, '') as subdistrict_name, coalesce(c.name, '') as community_name, coalesce(g.name, '') as grid_name
    from places_areas a
    left join places_areas s on s.id = a.subdistrict
    left join places_areas c on c.id = a.community
    left join places_areas g on g.id = a.grid
    where a.district = :district and a.valid_to is null and (lower(a.name) like :name escape '!'
        [or a.pinyin like :pinyin escape '!' or (' ' || a.initials) like :initials escape '!'])
    order by a.position, a.id
    limit :limit
)sql", "places_areas_district");

const Statement district_rows(StoreKind::city, "places.district_rows", R"sql(
    select a.district_code as code, a.name, a.id as area
    from places_areas a
    where a.kind in ('district', 'county')
    order by a.code
)sql");

const Statement children_of(StoreKind::city, "places.children_of", R"sql(
    select a.id, a.parent, a.version, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid,
        coalesce(s.name, '') as subdistrict_name, coalesce(c.name, '') as community_name, coalesce(g.name, '') as grid_name
    from places_areas a
    left join places_areas s on s.id = a.subdistrict
    left join places_areas c on c.id = a.community
    left join places_areas g on g.id = a.grid
    where a.parent = :parent and a.valid_to is null
    order by a.position, a.id
)sql", "places_areas_parent");

const Statement last_position(StoreKind::city, "places.last_position", R"sql(
    select coalesce(max(a.position), 0) as position
    from places_areas a
    where a.parent = :parent
)sql", "places_areas_parent");

const Statement last_code(StoreKind::city, "places.last_code", R"sql(
    select coalesce(max(d.code), '') as code
    from places_division_codes d
    where d.code >= :first and d.code <= :last
)sql");

const Statement insert_area(StoreKind::city, "places.insert_area", R"sql(
    insert into places_areas (id, version, parent, kind, name, code, district_code, district, subdistrict, community, grid, position, sort_key,
        initials, pinyin, valid_from, changed_at, client_ref)
    values (:id, 1, :parent, :kind, :name, :code, :district_code, :district, :subdistrict, :community, :grid, :position, :sort_key,
        :initials, :pinyin, :now, :now, :client_ref)
    on conflict do nothing
)sql");

const Statement insert_grid(StoreKind::city, "places.insert_grid", R"sql(
    insert into places_grids (area, kind, worker, worker_name, public_phone, households)
    values (:area, :kind, :worker, :worker_name, :public_phone, :households)
)sql");

const Statement update_area(StoreKind::city, "places.update_area", R"sql(
    update places_areas
    set version = version + 1, name = :name, code = :code, sort_key = :sort_key, initials = :initials, pinyin = :pinyin, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement update_grid(StoreKind::city, "places.update_grid", R"sql(
    update places_grids
    set kind = :kind, worker = :worker, worker_name = :worker_name, public_phone = :public_phone, households = :households
    where area = :area
)sql");

const Statement insert_code(StoreKind::city, "places.insert_code", R"sql(
    insert into places_division_codes (code, area)
    values (:code, :area)
    on conflict do nothing
)sql");

const Statement code_area(StoreKind::city, "places.code_area", R"sql(
    select d.area
    from places_division_codes d
    where d.code = :code
)sql");

const Statement insert_door(StoreKind::city, "places.insert_door", R"sql(
    insert into places_doors (code, area, label, place, lat, lon)
    values (:code, :area, :label, :place, :lat, :lon)
    on conflict do nothing
)sql");

const Statement doors_of_area(StoreKind::city, "places.doors_of_area", R"sql(
    select d.code, d.area, d.label, d.place, d.lat, d.lon
    from places_doors d
    where d.area = :area
    order by d.code
)sql", "places_doors_area");

const Statement area_name(StoreKind::city, "places.area_name", R"sql(
    select a.name
    from places_areas a
    where a.id = :id
)sql");

}  // namespace liren::places
