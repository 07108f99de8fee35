package io.spillway.gateway.proxy.tcp;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.spillway.gateway.proxy.downstream.DownstreamConnection;
import io.spillway.gateway.proxy.downstream.DownstreamHandler;
import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.forward.Refusals;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.listen.ClientAddress;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.resource.TunnelName;
import org.jspecify.annotations.Nullable;

/**
 * The start of a connection to the crossing listener whose other end speaks no HTTP, as a stock Envoy's does for TCP
 * services: it has said by its server name what it means. Gives its place to a connection with the CONNECT in front that a
 * gateway of ours would have sent. Belongs to one channel and its loop.
 */
public final class CrossingStage extends ChannelInboundHandlerAdapter {
    private final @Nullable String serverName;
    private final Worker worker;
    private final DownstreamSettings settings;

    /** Creates the start of one connection; {@code serverName} is null when its TLS asked for none. */
    public CrossingStage(@Nullable String serverName, Worker worker, DownstreamSettings settings) {
        this.serverName = serverName;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        String cluster = serverName == null ? null : TunnelName.cluster(serverName);
        if (cluster == null) {
            Refusals.tcp(worker, ListenerRole.CROSSING.routeName(), ClientAddress.of(ctx.channel()), "no_host");
            var _ = ctx.close();
            return;
        }
        DownstreamConnection connection = new DownstreamConnection(ctx.channel(), worker, ListenerRole.CROSSING,
                settings);
        ctx.pipeline().addLast(new DownstreamHandler(connection.silently()));
        ctx.fireChannelActive();
        ctx.fireChannelRead(connect(ctx, cluster));
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
    }

    private ByteBuf connect(ChannelHandlerContext ctx, String cluster) {
        byte[] head = ("CONNECT " + serverName + ":0 HTTP/1.1\r\nHost: " + serverName + ":0\r\n"
                + Field.X_SPILLWAY_CLUSTER.lowerCase() + ": " + cluster + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ctx.alloc().directBuffer(head.length).writeBytes(head);
    }
}
