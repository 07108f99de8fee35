package io.spillway.gateway.xds.world;

/** A resource that was not accepted, and why. */
public record Rejection(String name, String why) {}
