package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import dev.agentpost.mail.server.ClusterFailure.Kind;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ClusterFailureTest {
    /** Who it was does not count. */
    private static final Node NODE = (Node) Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (node, method, arguments) -> method.getName().equals("hashCode") ? 0 : "a node");

    private static final Throwable WRONG = authentication("Provided username james and/or password are incorrect");
    private static final Throwable NOT_LOOKED_UP =
            authentication("Unable to perform authentication: Cannot achieve consistency level LOCAL_ONE");
    private static final Throwable DOWN = new IllegalStateException("Lost connection", new ClosedChannelException());

    @Test
    void nodeThatDoesNotAnswerShouldBeUnreachable() {
        assertThat(of(DOWN)).isEqualTo(new ClusterFailure(Kind.UNREACHABLE, "no connection"));
    }

    @Test
    void refusedLoginShouldOutweighNodesThatDoNotAnswer() {
        assertThat(of(DOWN, WRONG).kind()).isEqualTo(Kind.LOGIN_REFUSED);
    }

    @Test
    void loginThatCouldNotBeLookedUpShouldNotBeTakenForARefusedOne() {
        ClusterFailure failure = of(DOWN, NOT_LOOKED_UP);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.reason()).contains("Cannot achieve consistency level LOCAL_ONE");
    }

    @Test
    void nodeThatLooksLoginsUpShouldBeBelieved() {
        assertThat(of(NOT_LOOKED_UP, WRONG)).isEqualTo(new ClusterFailure(Kind.LOGIN_REFUSED, WRONG.getMessage()));
    }

    @Test
    void disagreementOnTlsShouldBeToldFromSilence() {
        assertThat(of(DOWN, new SSLHandshakeException("unknown authority")))
                .isEqualTo(new ClusterFailure(Kind.TLS_REFUSED, "unknown authority"));
    }

    private static Throwable authentication(String answer) {
        return new AuthenticationException(
                new DefaultEndPoint(InetSocketAddress.createUnresolved("cassandra", 9042)),
                "server replied with '" + answer + "' to AuthResponse request");
    }

    private static ClusterFailure of(Throwable... errors) {
        return ClusterFailure.of(AllNodesFailedException.fromErrors(
                Stream.of(errors).map(error -> Map.entry(NODE, error)).toList()));
    }
}
