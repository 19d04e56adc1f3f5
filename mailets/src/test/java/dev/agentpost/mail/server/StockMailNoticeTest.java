package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.CassandraExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StockMailNoticeTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private CqlSession session;

    @BeforeEach
    void withoutTables() {
        session = CASSANDRA.session();
        session.execute("DROP TABLE IF EXISTS messageidtable");
    }

    /** The key of James's table; its other columns do not matter. */
    private void createTable() {
        session.execute("CREATE TABLE messageidtable (mailboxid timeuuid, uid bigint, PRIMARY KEY ((mailboxid), uid))");
    }

    @Test
    void newKeyspaceShouldHaveNoStockMail() {
        assertThat(StockMailNotice.hasStockMail(session)).isFalse();
    }

    @Test
    void emptyTableShouldNotCountAsStockMail() {
        createTable();

        assertThat(StockMailNotice.hasStockMail(session)).isFalse();
    }

    @Test
    void messageInTheTableShouldBeNoticed() {
        createTable();
        session.execute("INSERT INTO messageidtable (mailboxid, uid) VALUES (now(), 1)");

        assertThat(StockMailNotice.hasStockMail(session)).isTrue();
    }
}
