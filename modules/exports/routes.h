#pragma once
// The routes of exports. Private to the module.

#include "store.h"

#include "liren/http.h"
#include "liren/register.h"

namespace liren::exports {

std::vector<Route> export_routes();                                                                     // routes.cpp

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

/// Puts together what is fetched, before the transaction that records it.
std::shared_ptr<BodySource> prepare_download(Context& context, ExportId id);                               // download.cpp
HttpResponse download_export(Context& context, ExportId id, const Empty&);

/// The caller's own request; another's does not exist.
ExportRow own(Context& context, ExportId id);
const Register& register_of(const ExportRow& row);

}  // namespace liren::exports
