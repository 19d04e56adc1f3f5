package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import java.util.List;
import java.util.function.Consumer;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Asks a Cassandra that we did not start how it writes its commit log. In the mode {@code periodic}, which is its
 * default, it acknowledges writes that a {@code kill -9} loses.
 */
final class CommitLogCheck implements Consumer<CqlSession>, HealthCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(CommitLogCheck.class);
    private static final String PERIODIC = "periodic";
    private static final ComponentName COMPONENT = new ComponentName("Cassandra commit log");

    private final boolean allowPeriodic;
    private volatile boolean mayLoseMail;

    CommitLogCheck(boolean allowPeriodic) {
        this.allowPeriodic = allowPeriodic;
    }

    @Override
    public void accept(CqlSession session) {
        List<Node> periodic = session.getMetadata().getNodes().values().stream()
                .filter(node -> node.getState() == NodeState.UP)
                .filter(node -> PERIODIC.equals(mode(session, node)))
                .toList();
        if (periodic.isEmpty()) {
            return;
        }
        if (!allowPeriodic) {
            throw new StartFailure("Cassandra at " + periodic.get(0).getEndPoint()
                    + " has commitlog_sync: periodic, which loses acknowledged mail when it is killed: set it to batch or"
                    + " group in cassandra.yaml, or set ALLOW_PERIODIC_COMMITLOG=true to accept the loss");
        }
        mayLoseMail = true;
        LOGGER.warn("{} Cassandra nodes have commitlog_sync: periodic and may lose acknowledged mail", periodic.size());
    }

    @Override
    public ComponentName componentName() {
        return COMPONENT;
    }

    @Override
    public Mono<Result> check() {
        return Mono.fromSupplier(() -> mayLoseMail
                ? Result.degraded(
                        COMPONENT, "commitlog_sync is periodic: acknowledged mail is lost when Cassandra is killed")
                : Result.healthy(COMPONENT));
    }

    private static String mode(CqlSession session, Node node) {
        Row row = session.execute(SimpleStatement.newInstance(
                                "SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'")
                        .setNode(node))
                .one();
        return row == null ? "" : String.valueOf(row.getString("value"));
    }
}
