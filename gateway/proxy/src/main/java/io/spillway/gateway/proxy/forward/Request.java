package io.spillway.gateway.proxy.forward;

import java.util.random.RandomGenerator;

import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.RequestGate;
import io.spillway.gateway.proxy.http.TextCache;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http.WebSocketHandshake;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * A request head as routing sees it, over the bytes received. Texts are made when they are asked for, and the authority
 * is remembered from request to request. One per downstream connection, on its event loop only.
 */
public final class Request implements RequestView {
    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
            "CONNECT"};

    private final RequestGate gate;
    private final ListenerRole role;
    private final String listener;
    private final boolean tcp;
    private final boolean http2;
    private final TextCache texts;
    private String authority = "";
    private boolean authorityRead;
    private @Nullable String method;
    private @Nullable String path;
    private boolean pathChanged;
    private @Nullable String webSocketKey;
    private String client = "";
    private boolean secure;
    private @Nullable SpiffeId peer;

    /**
     * Creates a view that shows whatever head the gate checked last.
     *
     * @param http2 whether the heads came by HTTP/2 and were rendered as HTTP/1
     */
    public Request(RequestGate gate, ListenerRole role, boolean http2) {
        this(gate, role, http2, new TextCache());
    }

    /** Creates the same with the texts that the event loop has seen lately. */
    public Request(RequestGate gate, ListenerRole role, boolean http2, TextCache texts) {
        this(gate, role, role.routeName(), http2, texts);
    }

    private Request(RequestGate gate, ListenerRole role, String listener, boolean http2, TextCache texts) {
        this.gate = gate;
        this.role = role;
        this.listener = listener;
        this.tcp = !listener.equals(role.routeName());
        this.http2 = http2;
        this.texts = texts;
    }

    /** Creates a view for the tunnels of the TCP listener of that name, which is none of a role's. */
    public static Request ofTcp(RequestGate gate, String listener, TextCache texts) {
        return new Request(gate, ListenerRole.ENTRANCE, listener, false, texts);
    }

    /** Forgets the texts of the request before; to be called when the gate has checked another head. */
    public void next() {
        method = null;
        path = null;
        pathChanged = false;
        authorityRead = false;
        webSocketKey = null;
    }

    /** Tells whether the gateway itself asks an endpoint for the proof that it understands WebSocket. */
    private boolean asksForProof() {
        Turn turn = gate.turn();
        return http2 && turn != null && turn.webSocket();
    }

    /** Returns the key that endpoints are to answer, or null when there is none, or the client has its own. */
    @Nullable
    String webSocketKey(RandomGenerator random) {
        if (webSocketKey == null && asksForProof()) {
            webSocketKey = WebSocketHandshake.key(random);
        }
        return webSocketKey;
    }

    /** Tells whether an endpoint that agrees to WebSocket has shown that it understands it, where that is asked for. */
    boolean proven(MessageHead answer) {
        if (webSocketKey == null) {
            return true;
        }
        int line = answer.find(WebSocketHandshake.ACCEPT);
        return line >= 0 && answer.value(line).equals(WebSocketHandshake.answer(webSocketKey));
    }

    /** Says who the client is, whether it came by TLS, and the name in the certificate that it showed then. */
    void from(String address, boolean byTls, @Nullable SpiffeId shown) {
        client = address;
        secure = byTls;
        peer = shown;
    }

    /** Returns the name in the client's certificate, null when there is none of ours. */
    @Nullable
    SpiffeId peer() {
        return peer;
    }

    /**
     * Tells whether a gateway of another IDC sends this, whose words about the client, the time and the labels are believed.
     * A workload that comes to the crossing is a client like any other.
     */
    boolean fromGateway() {
        return role == ListenerRole.CROSSING && (peer == null || peer.role() == SpiffeId.Role.GATEWAY);
    }

    boolean secure() {
        return secure;
    }

    /** Returns the scheme that the client used. */
    String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public String clientAddress() {
        return client;
    }

    /** Says what the path is from now on. */
    void route(String normalised) {
        path = normalised;
        pathChanged = true;
    }

    /** Returns the path when it is not the client's, else null. */
    @Nullable
    String changedPath() {
        return pathChanged ? path : null;
    }

    @Override
    public String method() {
        if (method == null) {
            for (String known : METHODS) {
                if (gate.methodIs(known)) {
                    method = known;
                    return known;
                }
            }
            method = gate.head().text(0, gate.methodEnd());
        }
        return method;
    }

    @Override
    public String authority() {
        if (!authorityRead) {
            authorityRead = true;
            if (!sameAuthority()) {
                authority = gate.head().text(gate.authorityStart(), gate.authorityEnd());
            }
        }
        return authority;
    }

    private boolean sameAuthority() {
        int length = gate.authorityEnd() - gate.authorityStart();
        if (length != authority.length()) {
            return false;
        }
        byte[] octets = gate.head().octets();
        int from = gate.authorityStart();
        for (int i = 0; i < length; i++) {
            if ((octets[from + i] & 0xff) != authority.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String path() {
        if (path == null) {
            MessageHead head = gate.head();
            String received = texts.text(head.octets(), gate.pathStart(), gate.pathEnd());
            // OPTIONS * asks the server as a whole; it is routed like its root.
            path = received.isEmpty() || received.equals("*")
                    ? "/"
                    : received.charAt(0) == '?' ? "/" + received : received;
        }
        return path;
    }

    /** RFC 9112 section 3.2.4: the absolute form of OPTIONS without a path means the server, not its root. */
    String bareTarget() {
        return gate.pathStart() == gate.pathEnd() && gate.methodIs("OPTIONS") ? "*" : path();
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        if ((role != ListenerRole.CROSSING && lowerCaseName.equals(Field.X_SPILLWAY_CLUSTER.lowerCase()))
                || (!fromGateway() && lowerCaseName.equals(Field.X_SPILLWAY_SUBSET.lowerCase()))) {
            // A cluster is named at the crossing only, labels by gateways only; what a user sends is not even seen.
            return null;
        }
        MessageHead head = gate.head();
        int line = head.find(lowerCaseName);
        if (line >= 0 && http2 && lowerCaseName.equals("cookie")) {
            return JoinedFields.cookies(head, line);
        }
        return line < 0 ? null : head.value(line);
    }

    /** Returns what a gateway of another IDC asks for by label, or null. */
    @Nullable
    String subset() {
        MessageHead head = gate.head();
        if (!fromGateway() || head.count(Field.X_SPILLWAY_SUBSET) == 0) {
            return null;
        }
        int line = head.first(Field.X_SPILLWAY_SUBSET);
        return texts.text(head.octets(), head.valueStart(line), head.valueEnd(line));
    }

    /** Returns all values of a field joined by commas, or null when there is none. */
    @Nullable
    String joined(Field field) {
        return JoinedFields.of(gate.head(), field);
    }

    RequestGate gate() {
        return gate;
    }

    /** Returns the name of the listener: its role's, or that of a TCP listener. */
    public String listener() {
        return listener;
    }

    /** Tells whether this stands for a connection to a TCP listener, which speaks no HTTP. */
    boolean tcp() {
        return tcp;
    }

    /** At the crossing the first gateway's route has decided that a tunnel may be: there it goes where requests go. */
    @Override
    public boolean connect() {
        return Turn.connects(gate.turn()) && role != ListenerRole.CROSSING;
    }

    /** Returns the role of the listener that the request came to. */
    public ListenerRole role() {
        return role;
    }

    /** Tells whether the client speaks HTTP/2. */
    boolean http2() {
        return http2;
    }

    /** Tells whether this is a call of gRPC, which is spoken in HTTP/2 only. */
    boolean grpc() {
        return http2 && Grpc.speaks(gate.head());
    }

    /** Returns the form in which the body comes from the client. */
    BodyForm bodyForm() {
        return gate.body() != BodyKind.CHUNKED ? BodyForm.PLAIN : http2 ? BodyForm.FRAMED : BodyForm.CHUNKED;
    }

    /** Returns the form in which the client takes the body of its answer. */
    public BodyForm answerForm() {
        return http2 ? BodyForm.FRAMED : gate.http10() ? BodyForm.PLAIN : BodyForm.CHUNKED;
    }

    boolean isHead() {
        return gate.methodIs("HEAD");
    }

    boolean hasBody() {
        return gate.body() != BodyKind.NONE;
    }
}
