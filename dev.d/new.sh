#!/usr/bin/env bash
# ./dev new-module and ./dev new-migration: the files an author begins with, from dev.d/new_module/. Sourced by ./dev.

is_word() { [[ $1 =~ ^[a-z][a-z0-9_]*$ ]]; }

new_module() {
    local name=${1:-}
    is_word "$name" || stop_with "./dev new-module NAME: one plural word of the glossary in snake_case, such as 'visits'."
    local folder=modules/$name
    [[ ! -e $folder ]] || stop_with "$folder is already there."
    local template target
    while IFS= read -r template; do
        target=$folder/${template#dev.d/new_module/}
        target=${target%.in}
        target=${target//@name@/$name}
        target=${target//@time@/$(date -u +%Y%m%d_%H%M)}
        mkdir -p "$(dirname "$target")"
        sed -e "s/@name@/$name/g" -e "s/@Name@/${name^}/g" "$template" >"$target"
    done < <(find dev.d/new_module -type f | sort)
    grep -qF "add_subdirectory($name)" modules/CMakeLists.txt || printf 'add_subdirectory(%s)\n' "$name" >>modules/CMakeLists.txt
    find "$folder" -type f | sort
    say "Next: name it in app/modules.cpp and in the link list of app/CMakeLists.txt, then ./dev test $name"
}

new_migration() {
    local module=${1:-} store=${2:-} what=${3:-}
    { is_word "$module" && is_word "$what" && [[ $store =~ ^(city|gate|district)$ ]]; } ||
        stop_with "./dev new-migration MODULE city|gate|district NAME, such as: ./dev new-migration cases district add_rating"
    local home=modules/$module
    [[ $module != kernel ]] || home=kernel
    [[ -d $home ]] || stop_with "There is no $home."
    local file
    file=$home/migrations/$store/$(date -u +%Y%m%d_%H%M)_$what.sql
    mkdir -p "$(dirname "$file")"
    [[ ! -e $file ]] || stop_with "$file is already there."
    cat >"$file" <<SQL
-- What this changes and why, in a sentence. Forward only; one transaction in every store of its kind; rules: docs/sql.md.
-- Tables are named ${module}_…; columns are bigint or text; every table has a primary key; a default is a literal.
SQL
    if [[ $store == district ]] && grep -rqs "const Register " "$home" --include='*.cpp'; then
        prepare_build debug liren >&2
        ensure_node >&2
        node tests/checks/schema.mjs build/debug/app/liren "$module" >>"$file"   # what is declared and not yet there
    fi
    say "$file"
}
