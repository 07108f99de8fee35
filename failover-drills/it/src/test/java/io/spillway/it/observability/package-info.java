/**
 * What operators see: dashboards, rules, alerts and runbooks hold what the product really shows. Start at
 * {@link io.spillway.it.observability.AlertRulesTest}.
 */
@NullMarked
package io.spillway.it.observability;

import org.jspecify.annotations.NullMarked;
