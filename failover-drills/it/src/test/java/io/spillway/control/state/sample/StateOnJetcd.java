package io.spillway.control.state.sample;

import io.etcd.jetcd.ByteSequence;

/** A deliberate offender. */
class StateOnJetcd {

    final ByteSequence key = ByteSequence.EMPTY;
}
