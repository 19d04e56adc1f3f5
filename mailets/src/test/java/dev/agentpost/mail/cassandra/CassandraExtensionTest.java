package dev.agentpost.mail.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraExtensionTest {
    private static final TableSchema COLORS =
            TableSchema.of("CREATE TABLE IF NOT EXISTS color (name text PRIMARY KEY, hex text)");

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(COLORS);

    @Test
    void lightweightTransactionShouldBeAppliedOnce(CqlSession session) {
        String insert = "INSERT INTO color (name, hex) VALUES ('red', 'f00') IF NOT EXISTS";
        CASSANDRA.truncateTables();

        boolean first = session.execute(insert).wasApplied();
        boolean second = session.execute(insert).wasApplied();

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void truncateTablesShouldLeaveNoRow(CqlSession session) {
        session.execute("INSERT INTO color (name, hex) VALUES ('green', '0f0')");

        CASSANDRA.truncateTables();

        assertThat(session.execute("SELECT * FROM color").all()).isEmpty();
    }
}
