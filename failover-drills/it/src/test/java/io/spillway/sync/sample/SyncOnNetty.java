package io.spillway.sync.sample;

import io.netty.channel.Channel;

/** A deliberate offender. */
class SyncOnNetty {

    final Class<?> channel = Channel.class;
}
