package main

import (
	"math"
	"strconv"
)

const (
	days      = 365.24
	solarMass = 39.47841760435743
)

type body struct{ x, y, z, vx, vy, vz, mass float64 }

func newBody(x, y, z, vx, vy, vz, mass float64) *body {
	return &body{x, y, z, vx * days, vy * days, vz * days, mass * solarMass}
}

func solarSystem() []*body {
	return []*body{
		newBody(0, 0, 0, 0, 0, 0, 1),
		newBody(4.841431442464721, -1.1603200440274284, -0.10362204447112311,
			0.001660076642744037, 0.007699011184197404, -0.0000690460016972063, 0.0009547919384243266),
		newBody(8.34336671824458, 4.124798564124305, -0.4035234171143214,
			-0.00276742510726411, 0.004998528012349172, 0.000023041729757376393, 0.0002858859806661308),
		newBody(12.894369562139131, -15.111151401698631, -0.22330757889265573,
			0.002964601375647616, 0.0023784717395948095, -0.000029658956854023756, 0.00004366244043351563),
		newBody(15.379697114850917, -25.919314609987964, 0.17925877295037118,
			0.0026806777249038932, 0.001628241700382423, -0.00009515922545197159, 0.000051513890204661145),
	}
}

func offsetMomentum(bodies []*body) {
	var px, py, pz float64
	for _, b := range bodies {
		px += b.vx * b.mass
		py += b.vy * b.mass
		pz += b.vz * b.mass
	}
	bodies[0].vx = -px / solarMass
	bodies[0].vy = -py / solarMass
	bodies[0].vz = -pz / solarMass
}

func advance(bodies []*body, dt float64) {
	for i, a := range bodies {
		for _, b := range bodies[i+1:] {
			dx := a.x - b.x
			dy := a.y - b.y
			dz := a.z - b.z
			squared := dx*dx + dy*dy + dz*dz
			magnitude := dt / (squared * math.Sqrt(squared))
			a.vx -= dx * b.mass * magnitude
			a.vy -= dy * b.mass * magnitude
			a.vz -= dz * b.mass * magnitude
			b.vx += dx * a.mass * magnitude
			b.vy += dy * a.mass * magnitude
			b.vz += dz * a.mass * magnitude
		}
	}
	for _, b := range bodies {
		b.x += dt * b.vx
		b.y += dt * b.vy
		b.z += dt * b.vz
	}
}

func energy(bodies []*body) float64 {
	e := 0.0
	for i, a := range bodies {
		e += 0.5 * a.mass * (a.vx*a.vx + a.vy*a.vy + a.vz*a.vz)
		for _, b := range bodies[i+1:] {
			dx := a.x - b.x
			dy := a.y - b.y
			dz := a.z - b.z
			e -= a.mass * b.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return e
}

func run() string {
	bodies := solarSystem()
	offsetMomentum(bodies)
	for step := 0; step < 5000000; step++ {
		advance(bodies, 0.01)
	}
	return strconv.FormatFloat(energy(bodies), 'f', 9, 64)
}
