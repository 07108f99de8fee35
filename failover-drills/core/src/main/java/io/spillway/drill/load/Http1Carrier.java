package io.spillway.drill.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.model.time.Ticker;

/** HTTP/1.1: the connection that was used last, or a new one. */
final class Http1Carrier implements Carrier {

    private final LoadGenerator generator;
    private final Bootstrap bootstrap;
    private final Messages messages;
    private final Ticker ticker;

    Http1Carrier(LoadGenerator generator, Bootstrap bootstrap, Messages messages, Ticker ticker) {
        this.generator = generator;
        this.bootstrap = bootstrap;
        this.messages = messages;
        this.ticker = ticker;
    }

    @Override
    public void carry(Exchange exchange, Entrance entrance) {
        Channel idle = entrance.idle().poll(ticker.nanos());
        if (idle != null) {
            send(exchange, idle);
            return;
        }
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpClientCodec(), new UserConnection(generator, entrance, true));
            }
        };
        var _ = bootstrap.clone().handler(pipeline).connect(entrance.address()).addListener(done -> {
            Channel channel = ((ChannelFuture) done).channel();
            if (exchange.isDone()) {
                var _ = channel.close();
            } else if (done.isSuccess()) {
                send(exchange, channel);
            } else {
                generator.refused(exchange, entrance);
            }
        });
    }

    private void send(Exchange exchange, Channel channel) {
        exchange.sentOn(channel);
        channel.pipeline().get(UserConnection.class).begin(exchange);
        var _ = channel.writeAndFlush(messages.request(exchange), channel.voidPromise());
    }
}
