package io.spillway.control.state.sample;

import com.google.protobuf.ByteString;

/** A deliberate offender. */
class StateThatSpeaksProtobuf {

    final ByteString bytes = ByteString.EMPTY;
}
