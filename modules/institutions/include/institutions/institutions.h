#pragma once
// Institutions: firms, shops, schools, social organisations, collective economic organisations and other units of a district,
// each with its unified social credit code (GB 32100). What a resident unit offers its neighbours and what was done together,
// what a collective owns, and the health certificates of those who handle food are registers of their own that refer to it.

#include "liren/register.h"
#include "liren/request.h"

namespace liren::institutions {

Module module();

extern const Register all_institutions, offered_resources, joint_items, collective_assets, health_certificates;

}  // namespace liren::institutions
