/// Scans of ports: which hosts and ports are meant (`Targets`), how many are asked at once
/// (`Scan`), and what the services behind them are called (`Services`).
@NullMarked
package ruchy.runtime.scan;

import org.jspecify.annotations.NullMarked;
