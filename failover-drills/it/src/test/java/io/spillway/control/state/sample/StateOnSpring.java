package io.spillway.control.state.sample;

import org.springframework.boot.SpringApplication;

/** A deliberate offender. */
class StateOnSpring {

    final Class<?> spring = SpringApplication.class;
}
