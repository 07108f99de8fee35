package io.spillway.model.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deliberate offender. */
class ModelThatLogs {

    final Logger log = LoggerFactory.getLogger(ModelThatLogs.class);
}
