package dev.agentpost.mail.cassandra.schema;

import com.datastax.dse.driver.api.core.cql.reactive.ReactiveResultSet;
import com.datastax.dse.driver.api.core.cql.reactive.ReactiveRow;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ColumnDefinitions;
import com.datastax.oss.driver.api.core.cql.ExecutionInfo;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.backends.cassandra.init.CassandraTypesProvider;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Mono;

/**
 * The tables of James 3.8.1, as statements. James offers no other way to them than to execute them, so they are executed
 * on a session that writes them down: what executes them in earnest renews its lease between two.
 */
final class JamesTables {
    private final CqlSession session;
    private final CassandraModule tables;

    JamesTables(CqlSession session, CassandraModule tables) {
        this.session = session;
        this.tables = tables;
    }

    List<String> missingTypes(KeyspaceMetadata keyspace) {
        List<String> statements = new ArrayList<>();
        CqlSession recorder = recorder(statements::add);
        tables.moduleTypes().forEach(type -> type.initialize(keyspace, recorder).block());
        return statements;
    }

    /** The types must exist and be known to the session. */
    List<String> missingTables(KeyspaceMetadata keyspace) {
        List<String> statements = new ArrayList<>();
        CqlSession recorder = recorder(statements::add);
        CassandraTypesProvider types = new CassandraTypesProvider(session);
        tables.moduleTables()
                .forEach(table -> table.initialize(keyspace, recorder, types).block());
        return statements;
    }

    private CqlSession recorder(Consumer<String> statements) {
        return (CqlSession) Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(), new Class<?>[] {CqlSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("executeReactive")
                            && arguments[0] instanceof SimpleStatement statement) {
                        statements.accept(statement.getQuery());
                        return new EmptyReactiveResultSet();
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What a statement that was written down, not executed, answers. */
    private static final class EmptyReactiveResultSet implements ReactiveResultSet {
        @Override
        public void subscribe(Subscriber<? super ReactiveRow> subscriber) {
            Mono.<ReactiveRow>empty().subscribe(subscriber);
        }

        @Override
        public Publisher<? extends ColumnDefinitions> getColumnDefinitions() {
            return Mono.empty();
        }

        @Override
        public Publisher<? extends ExecutionInfo> getExecutionInfos() {
            return Mono.empty();
        }

        @Override
        public Publisher<Boolean> wasApplied() {
            return Mono.just(true);
        }
    }
}
