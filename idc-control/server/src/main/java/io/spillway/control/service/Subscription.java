package io.spillway.control.service;

/** A listener's stay; closing it twice is harmless. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
