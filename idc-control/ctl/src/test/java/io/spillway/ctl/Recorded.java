package io.spillway.ctl;

/** Answers of a control plane. */
final class Recorded {

    /** 2026-11-21T08:00:00Z is 1795248000000. */
    static final String STATUS = """
            {"idc":"idc-a","node":"control-1","ready":true,"readiness":[],
             "registry":{"kind":"embedded","connected":true,"sinceUnixMillis":1795247880000,"revision":42,
              "clusterId":"c0ffee"},
             "dataPlanes":[
              {"node":"gw-1","role":"gateway","type":"CDS","state":"SYNCED","version":"0123456789abcdef",
               "ackedUnixMillis":1795247995000,"connectedSinceUnixMillis":1795247900000,"resources":4},
              {"node":"gw-1","role":"gateway","type":"EDS","state":"STALE","version":"fedcba9876543210",
               "ackedUnixMillis":1795247940000,"connectedSinceUnixMillis":1795247900000,"resources":3},
              {"node":"sync-b","role":"sync","type":"SERVICE_ENTRY","state":"SYNCED","version":"00",
               "ackedUnixMillis":1795247940000,"connectedSinceUnixMillis":1795247900000,"resources":2}],
             "peers":[{"idc":"idc-b","state":"CONNECTED","sinceUnixMillis":1795247900000,
              "lastMessageUnixMillis":1795247999600,"imports":2,"held":[],
              "link":{"connected":true,"ageMillis":100000,"lagMillis":400},
              "path":{"usable":3,"lost":0,"unknown":0,"lostSinceUnixMillis":null,"lostBy":[]},
              "service":{"services":2,"declared":12,"healthy":10,"capacity":500.0,"healthyCapacity":400.0,
               "demand":90.5}}],
             "clocks":[{"node":"gw-1","aheadMillis":-12,"heardUnixMillis":1795247999600}],
             "problems":[]}""";

    static final String SICK = """
            {"idc":"idc-a","node":"control-1","ready":false,"readiness":["registry"],
             "registry":{"kind":"etcd","connected":false,"sinceUnixMillis":1795247880000,"revision":42,
              "clusterId":"c0ffee","reason":"no leader"},
             "dataPlanes":[
              {"node":"gw-1","role":"gateway","type":"RDS","state":"NACKED","version":"01","ackedUnixMillis":null,
               "connectedSinceUnixMillis":1795247900000,"resources":1,"lastNack":"rejected: entrance: no cluster"}],
             "peers":[
              {"idc":"idc-b","state":"STALE","sinceUnixMillis":1795247900000,"lastMessageUnixMillis":1795247900000,
               "imports":2,"held":[{"service":"orders","guard":"emptied","detail":"4 -> 0 endpoints",
               "sinceUnixMillis":1795247910000},{"service":"","guard":"halved","detail":"9 -> 2 services",
               "sinceUnixMillis":1795247910000}],"lastError":"connection refused",
               "path":{"usable":1,"lost":2,"unknown":1,"lostSinceUnixMillis":1795247940000,"lostBy":["gw-1","gw-2"]},
               "service":{"services":2,"declared":12,"healthy":0,"capacity":0.0,"healthyCapacity":0.0,"demand":0.0}},
              {"idc":"idc-c","state":"NEVER","imports":0,"held":[]}],
             "problems":[{"object":"routes/lost","problem":"names cluster nowhere/default, which does not exist"}]}""";

    static final String LOAD = """
            {"idc":"idc-a","node":"control-1","unixMillis":1795248000000,"everyMillis":2000,"reporters":[
              {"node":"gw-1","role":"gateway","heardUnixMillis":1795247999600},
              {"node":"gw-2","role":"gateway","heardUnixMillis":1795247998600}],
             "services":[{"service":"orders","requestsPerSecond":123.5,"successesPerSecond":123.0,
              "errorsPerSecond":0.5,"inFlight":4,"dropsPerSecond":{"max_requests":7.5},"nodes":2,
              "heardUnixMillis":1795247999600,"targets":[
               {"idc":"idc-a","requestsPerSecond":120.5,"successesPerSecond":120.0,"errorsPerSecond":0.5,
                "inFlight":4,"nodes":2,"heardUnixMillis":1795247999600,"localities":[
                 {"group":"default","cluster":"orders/default","region":"","deployment":"primary-a","priority":0,
                  "requestsPerSecond":120.5,"successesPerSecond":120.0,"errorsPerSecond":0.5,"inFlight":4,
                  "nodes":2,"heardUnixMillis":1795247999600}]},
               {"idc":"idc-b","requestsPerSecond":3.0,"successesPerSecond":3.0,"errorsPerSecond":0.0,
                "inFlight":0,"nodes":1,"heardUnixMillis":1795247998600,"localities":[
                 {"group":"default","cluster":"orders/default","region":"","deployment":"","priority":1,
                  "requestsPerSecond":3.0,"successesPerSecond":3.0,"errorsPerSecond":0.0,"inFlight":0,
                  "nodes":1,"heardUnixMillis":1795247998600}]}]}]}""";

    static final String HISTORY = """
            {"idc":"idc-a","node":"control-1","size":500,"revisions":[
             {"revision":41,"atUnixMillis":1795247900000,"changes":[{"object":"services/orders","change":"FOUND",
               "author":"seed","fields":[]}],"more":3,"delivery":null},
             {"revision":42,"atUnixMillis":1795247995000,"changes":[{"object":"workloads/orders-1",
               "change":"UPDATED","author":"alice@laptop","fields":[{"field":"spec.state","before":"\\"UP\\"",
               "after":"\\"DRAINING\\""},{"field":"spec.lease","before":null,"after":"\\"10s\\""}]}],"more":0,
              "delivery":{"revision":42,"complete":true,"clients":4,"acked":4,"nacked":0,"pending":0,"gone":0,
               "ackMillis":{"p50":1.0,"p95":3.5,"p99":3.5,"p100":3.5},"pendingAt":[],"refusedBy":[]}}]}""";

    private Recorded() {}

    static String shift(long revision, long counter, String author, String weights) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"TrafficShift",
                 "metadata":{"name":"drgroup.core","revision":%d},
                 "spec":{"scope":{"drGroup":"core"},"weights":{%s},"reason":"drill","onExpiry":"alarm"},
                 "status":{"generation":{"counter":%d,"idc":"idc-a"},"author":"%s"}}"""
                .formatted(revision, weights, counter, author);
    }

    static String applied(long revision, boolean changed, String created, String resources) {
        return """
                {"revision":%d,"changed":%b,"created":[%s],"resources":[%s]}""".formatted(revision, changed, created,
                resources);
    }

    /** One push of one type to one node. */
    static String push(long revision, String node, String type, String state, String more) {
        return """
                {"revision":%d,"eventUnixMillis":1795247999000,"type":"%s","node":"%s",
                 "connectedSinceUnixMillis":1795247900000,"state":"%s"%s}""".formatted(revision, type, node, state,
                more);
    }

    /** A report of a node that counts who has a revision. */
    static String counted(long revision, String figures, String... pushes) {
        return "{\"revision\":" + revision + ",\"revisions\":[{\"revision\":" + revision + "," + figures
                + "}],\"pushes\":[" + String.join(",", pushes) + "]}";
    }

    /** A live node as a report names it. */
    static String node(String name, String api, boolean self) {
        return "{\"node\":\"" + name + "\",\"api\":\"" + api + "\",\"self\":" + self + "}";
    }

    /** What one node of several says of its own clients. */
    static String deliveryOf(String node, String nodes, String rest) {
        return "{\"node\":\"" + node + "\",\"nodes\":[" + nodes + "]," + rest.substring(1);
    }

    static String delivery(long revision, String... pushes) {
        return "{\"revision\":" + revision + ",\"pushes\":[" + String.join(",", pushes) + "]}";
    }
}
