package io.spillway.control.ads;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.spillway.control.snapshot.Catalog;
import io.spillway.model.time.Ticker;

/** What all streams share. */
record AdsContext(String ownIdc, ControlPlane self, Supplier<Catalog> newest, Ticker ticker, InstantSource clock,
        Duration stuckAfter,
        PushLog log, AdsObserver observer, Set<ClientStream> streams, Backlog backlog,
        AdsLimits limits, Admission<ClientStream> admission, Receipts receipts, GrpcCatalog grpc,
        Farewells farewells) {}
