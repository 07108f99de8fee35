package io.spillway.gateway.route.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deliberate offender. */
class RouteThatLogs {

    final Logger log = LoggerFactory.getLogger(RouteThatLogs.class);
}
