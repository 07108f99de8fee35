package io.spillway.control.conformance.trial;

/** A part of the specification. */
public enum Section {
    VARIANTS(Document.PROTOCOL, "RPC Services and Methods for Each Variant"), OVERVIEW(Document.PROTOCOL,
            "Basic Protocol Overview"), ACK_NACK(Document.PROTOCOL,
                    "ACK/NACK and resource type instance version"), NACK(Document.PROTOCOL, "NACK"), WHEN(
                            Document.PROTOCOL, "When to send an update"), WHICH_RESOURCES(Document.PROTOCOL,
                                    "How the client specifies what resources to return"), GROUPING(Document.PROTOCOL,
                                            "Grouping Resources into Responses"), DUPLICATES(Document.PROTOCOL,
                                                    "Duplicate Resource Names"), DELETING(Document.PROTOCOL,
                                                            "Deleting Resources"), NOT_EXIST(Document.PROTOCOL,
                                                                    "Knowing When a Requested Resource Does Not Exist"), UNSUBSCRIBING(
                                                                            Document.PROTOCOL,
                                                                            "Unsubscribing From Resources"), MULTIPLE(
                                                                                    Document.PROTOCOL,
                                                                                    "Requesting Multiple Resources on a Single Stream"), UPDATES(
                                                                                            Document.PROTOCOL,
                                                                                            "Resource updates"), CONSISTENCY(
                                                                                                    Document.PROTOCOL,
                                                                                                    "Eventual consistency considerations"), INCREMENTAL(
                                                                                                            Document.PROTOCOL,
                                                                                                            "Incremental xDS"), RESOURCE_NAMES(
                                                                                                                    Document.PROTOCOL,
                                                                                                                    "Resource names"), SUBSCRIBING(
                                                                                                                            Document.PROTOCOL,
                                                                                                                            "Subscribing to Resources"), TTL(
                                                                                                                                    Document.PROTOCOL,
                                                                                                                                    "TTL"), SOTW_TTL(
                                                                                                                                            Document.PROTOCOL,
                                                                                                                                            "SotW TTL"), PROTO_REQUEST(
                                                                                                                                                    Document.PROTO,
                                                                                                                                                    "DiscoveryRequest.type_url"), PROTO_RESPONSE(
                                                                                                                                                            Document.PROTO,
                                                                                                                                                            "DiscoveryResponse.type_url"), PROTO_DELTA_REQUEST(
                                                                                                                                                                    Document.PROTO,
                                                                                                                                                                    "DeltaDiscoveryRequest"), PROTO_DELTA_RESPONSE(
                                                                                                                                                                            Document.PROTO,
                                                                                                                                                                            "DeltaDiscoveryResponse"), PROTO_RESOURCE(
                                                                                                                                                                                    Document.PROTO,
                                                                                                                                                                                    "Resource.version");

    private final Document document;
    private final String title;

    Section(Document document, String title) {
        this.document = document;
        this.title = title;
    }

    /** The two documents that say what xDS is. */
    public enum Document {
        /** The description of the protocol. */
        PROTOCOL("docs/root/api-docs/xds_protocol.rst"),
        /** The messages and their comments. */
        PROTO("api/envoy/service/discovery/v3/discovery.proto");

        private final String path;

        Document(String path) {
            this.path = path;
        }

        /** Returns the path in github.com/envoyproxy/envoy. */
        public String path() {
            return path;
        }
    }

    /** Returns the document that it is a part of. */
    public Document document() {
        return document;
    }

    /** Returns its heading, or the name of the message or field. */
    public String title() {
        return title;
    }
}
