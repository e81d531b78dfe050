from math import sqrt

DAYS = 365.24
SOLAR_MASS = 39.47841760435743


class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx * DAYS
        self.vy = vy * DAYS
        self.vz = vz * DAYS
        self.mass = mass * SOLAR_MASS


def solar_system():
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
        Body(4.841431442464721, -1.1603200440274284, -0.10362204447112311,
             0.001660076642744037, 0.007699011184197404, -0.0000690460016972063, 0.0009547919384243266),
        Body(8.34336671824458, 4.124798564124305, -0.4035234171143214,
             -0.00276742510726411, 0.004998528012349172, 0.000023041729757376393, 0.0002858859806661308),
        Body(12.894369562139131, -15.111151401698631, -0.22330757889265573,
             0.002964601375647616, 0.0023784717395948095, -0.000029658956854023756, 0.00004366244043351563),
        Body(15.379697114850917, -25.919314609987964, 0.17925877295037118,
             0.0026806777249038932, 0.001628241700382423, -0.00009515922545197159, 0.000051513890204661145),
    ]


def offset_momentum(bodies):
    px = py = pz = 0.0
    for body in bodies:
        px += body.vx * body.mass
        py += body.vy * body.mass
        pz += body.vz * body.mass
    bodies[0].vx = -px / SOLAR_MASS
    bodies[0].vy = -py / SOLAR_MASS
    bodies[0].vz = -pz / SOLAR_MASS


def advance(bodies, dt):
    for i in range(len(bodies)):
        a = bodies[i]
        for j in range(i + 1, len(bodies)):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            squared = dx * dx + dy * dy + dz * dz
            magnitude = dt / (squared * sqrt(squared))
            a.vx -= dx * b.mass * magnitude
            a.vy -= dy * b.mass * magnitude
            a.vz -= dz * b.mass * magnitude
            b.vx += dx * a.mass * magnitude
            b.vy += dy * a.mass * magnitude
            b.vz += dz * a.mass * magnitude
    for body in bodies:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def energy(bodies):
    e = 0.0
    for i in range(len(bodies)):
        a = bodies[i]
        e += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
        for j in range(i + 1, len(bodies)):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            e -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def run():
    bodies = solar_system()
    offset_momentum(bodies)
    for _ in range(5000000):
        advance(bodies, 0.01)
    return f"{energy(bodies):.9f}"
