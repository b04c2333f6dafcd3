var B9=Object.defineProperty;var P9=Object.getOwnPropertyDescriptor;var _3=V=>{throw TypeError(V)};var d=(V,H,C,L)=>{for(var M=L>1?void 0:L?P9(H,C):H,e=V.length-1,r;e>=0;e--)(r=V[e])&&(M=(L?r(H,C,M):r(M))||M);return L&&M&&B9(H,C,M),M};var _5=(V,H,C)=>H.has(V)||_3("Cannot "+C);var a=(V,H,C)=>(_5(V,H,"read from private field"),C?C.call(V):H.get(V)),s=(V,H,C)=>H.has(V)?_3("Cannot add the same private member more than once"):H instanceof WeakSet?H.add(V):H.set(V,C),B=(V,H,C,L)=>(_5(V,H,"write to private field"),L?L.call(V,C):H.set(V,C),C),i=(V,H,C)=>(_5(V,H,"access private method"),C);await customElements.whenDefined("home-assistant");var E2=globalThis,D2=E2.ShadowRoot&&(E2.ShadyCSS===void 0||E2.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,E5=Symbol(),E3=new WeakMap,s2=class{constructor(H,C,L){if(this._$cssResult$=!0,L!==E5)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=H,this.t=C}get styleSheet(){let H=this.o,C=this.t;if(D2&&H===void 0){let L=C!==void 0&&C.length===1;L&&(H=E3.get(C)),H===void 0&&((this.o=H=new CSSStyleSheet).replaceSync(this.cssText),L&&E3.set(C,H))}return H}toString(){return this.cssText}},D3=V=>new s2(typeof V=="string"?V:V+"",void 0,E5),p=(V,...H)=>{let C=V.length===1?V[0]:H.reduce((L,M,e)=>L+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(M)+V[e+1],V[0]);return new s2(C,V,E5)},$3=(V,H)=>{if(D2)V.adoptedStyleSheets=H.map(C=>C instanceof CSSStyleSheet?C:C.styleSheet);else for(let C of H){let L=document.createElement("style"),M=E2.litNonce;M!==void 0&&L.setAttribute("nonce",M),L.textContent=C.cssText,V.appendChild(L)}},D5=D2?V=>V:V=>V instanceof CSSStyleSheet?(H=>{let C="";for(let L of H.cssRules)C+=L.cssText;return D3(C)})(V):V;var{is:F9,defineProperty:_9,getOwnPropertyDescriptor:E9,getOwnPropertyNames:D9,getOwnPropertySymbols:$9,getPrototypeOf:N9}=Object,$2=globalThis,N3=$2.trustedTypes,I9=N3?N3.emptyScript:"",W9=$2.reactiveElementPolyfillSupport,v2=(V,H)=>V,x2={toAttribute(V,H){switch(H){case Boolean:V=V?I9:null;break;case Object:case Array:V=V==null?V:JSON.stringify(V)}return V},fromAttribute(V,H){let C=V;switch(H){case Boolean:C=V!==null;break;case Number:C=V===null?null:Number(V);break;case Object:case Array:try{C=JSON.parse(V)}catch{C=null}}return C}},N2=(V,H)=>!F9(V,H),I3={attribute:!0,type:String,converter:x2,reflect:!1,useDefault:!1,hasChanged:N2};Symbol.metadata??=Symbol("metadata"),$2.litPropertyMetadata??=new WeakMap;var i1=class extends HTMLElement{static addInitializer(H){this._$Ei(),(this.l??=[]).push(H)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(H,C=I3){if(C.state&&(C.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(H)&&((C=Object.create(C)).wrapped=!0),this.elementProperties.set(H,C),!C.noAccessor){let L=Symbol(),M=this.getPropertyDescriptor(H,L,C);M!==void 0&&_9(this.prototype,H,M)}}static getPropertyDescriptor(H,C,L){let{get:M,set:e}=E9(this.prototype,H)??{get(){return this[C]},set(r){this[C]=r}};return{get:M,set(r){let n=M?.call(this);e?.call(this,r),this.requestUpdate(H,n,L)},configurable:!0,enumerable:!0}}static getPropertyOptions(H){return this.elementProperties.get(H)??I3}static _$Ei(){if(this.hasOwnProperty(v2("elementProperties")))return;let H=N9(this);H.finalize(),H.l!==void 0&&(this.l=[...H.l]),this.elementProperties=new Map(H.elementProperties)}static finalize(){if(this.hasOwnProperty(v2("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(v2("properties"))){let C=this.properties,L=[...D9(C),...$9(C)];for(let M of L)this.createProperty(M,C[M])}let H=this[Symbol.metadata];if(H!==null){let C=litPropertyMetadata.get(H);if(C!==void 0)for(let[L,M]of C)this.elementProperties.set(L,M)}this._$Eh=new Map;for(let[C,L]of this.elementProperties){let M=this._$Eu(C,L);M!==void 0&&this._$Eh.set(M,C)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(H){let C=[];if(Array.isArray(H)){let L=new Set(H.flat(1/0).reverse());for(let M of L)C.unshift(D5(M))}else H!==void 0&&C.push(D5(H));return C}static _$Eu(H,C){let L=C.attribute;return L===!1?void 0:typeof L=="string"?L:typeof H=="string"?H.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(H=>this.enableUpdating=H),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(H=>H(this))}addController(H){(this._$EO??=new Set).add(H),this.renderRoot!==void 0&&this.isConnected&&H.hostConnected?.()}removeController(H){this._$EO?.delete(H)}_$E_(){let H=new Map,C=this.constructor.elementProperties;for(let L of C.keys())this.hasOwnProperty(L)&&(H.set(L,this[L]),delete this[L]);H.size>0&&(this._$Ep=H)}createRenderRoot(){let H=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return $3(H,this.constructor.elementStyles),H}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(H=>H.hostConnected?.())}enableUpdating(H){}disconnectedCallback(){this._$EO?.forEach(H=>H.hostDisconnected?.())}attributeChangedCallback(H,C,L){this._$AK(H,L)}_$ET(H,C){let L=this.constructor.elementProperties.get(H),M=this.constructor._$Eu(H,L);if(M!==void 0&&L.reflect===!0){let e=(L.converter?.toAttribute!==void 0?L.converter:x2).toAttribute(C,L.type);this._$Em=H,e==null?this.removeAttribute(M):this.setAttribute(M,e),this._$Em=null}}_$AK(H,C){let L=this.constructor,M=L._$Eh.get(H);if(M!==void 0&&this._$Em!==M){let e=L.getPropertyOptions(M),r=typeof e.converter=="function"?{fromAttribute:e.converter}:e.converter?.fromAttribute!==void 0?e.converter:x2;this._$Em=M;let n=r.fromAttribute(C,e.type);this[M]=n??this._$Ej?.get(M)??n,this._$Em=null}}requestUpdate(H,C,L,M=!1,e){if(H!==void 0){let r=this.constructor;if(M===!1&&(e=this[H]),L??=r.getPropertyOptions(H),!((L.hasChanged??N2)(e,C)||L.useDefault&&L.reflect&&e===this._$Ej?.get(H)&&!this.hasAttribute(r._$Eu(H,L))))return;this.C(H,C,L)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(H,C,{useDefault:L,reflect:M,wrapped:e},r){L&&!(this._$Ej??=new Map).has(H)&&(this._$Ej.set(H,r??C??this[H]),e!==!0||r!==void 0)||(this._$AL.has(H)||(this.hasUpdated||L||(C=void 0),this._$AL.set(H,C)),M===!0&&this._$Em!==H&&(this._$Eq??=new Set).add(H))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(C){Promise.reject(C)}let H=this.scheduleUpdate();return H!=null&&await H,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[M,e]of this._$Ep)this[M]=e;this._$Ep=void 0}let L=this.constructor.elementProperties;if(L.size>0)for(let[M,e]of L){let{wrapped:r}=e,n=this[M];r!==!0||this._$AL.has(M)||n===void 0||this.C(M,void 0,e,n)}}let H=!1,C=this._$AL;try{H=this.shouldUpdate(C),H?(this.willUpdate(C),this._$EO?.forEach(L=>L.hostUpdate?.()),this.update(C)):this._$EM()}catch(L){throw H=!1,this._$EM(),L}H&&this._$AE(C)}willUpdate(H){}_$AE(H){this._$EO?.forEach(C=>C.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(H)),this.updated(H)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(H){return!0}update(H){this._$Eq&&=this._$Eq.forEach(C=>this._$ET(C,this[C])),this._$EM()}updated(H){}firstUpdated(H){}};i1.elementStyles=[],i1.shadowRootOptions={mode:"open"},i1[v2("elementProperties")]=new Map,i1[v2("finalized")]=new Map,W9?.({ReactiveElement:i1}),($2.reactiveElementVersions??=[]).push("2.1.2");var N5=globalThis,W3=V=>V,I2=N5.trustedTypes,U3=I2?I2.createPolicy("lit-html",{createHTML:V=>V}):void 0,I5="$lit$",o1=`lit$${Math.random().toFixed(9).slice(2)}$`,W5="?"+o1,U9=`<${W5}>`,$1=document,c2=()=>$1.createComment(""),Z2=V=>V===null||typeof V!="object"&&typeof V!="function",U5=Array.isArray,j3=V=>U5(V)||typeof V?.[Symbol.iterator]=="function",$5=`[ 	
\f\r]`,u2=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,G3=/-->/g,Q3=/>/g,E1=RegExp(`>|${$5}(?:([^\\s"'>=/]+)(${$5}*=${$5}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),z3=/'/g,K3=/"/g,Y3=/^(?:script|style|textarea|title)$/i,G5=V=>(H,...C)=>({_$litType$:V,strings:H,values:C}),t=G5(1),A1=G5(2),Q8=G5(3),a1=Symbol.for("lit-noChange"),A=Symbol.for("lit-nothing"),q3=new WeakMap,D1=$1.createTreeWalker($1,129);function X3(V,H){if(!U5(V)||!V.hasOwnProperty("raw"))throw Error("invalid template strings array");return U3!==void 0?U3.createHTML(H):H}var J3=(V,H)=>{let C=V.length-1,L=[],M,e=H===2?"<svg>":H===3?"<math>":"",r=u2;for(let n=0;n<C;n++){let o=V[n],v,h,l=-1,x=0;for(;x<o.length&&(r.lastIndex=x,h=r.exec(o),h!==null);)x=r.lastIndex,r===u2?h[1]==="!--"?r=G3:h[1]!==void 0?r=Q3:h[2]!==void 0?(Y3.test(h[2])&&(M=RegExp("</"+h[2],"g")),r=E1):h[3]!==void 0&&(r=E1):r===E1?h[0]===">"?(r=M??u2,l=-1):h[1]===void 0?l=-2:(l=r.lastIndex-h[2].length,v=h[1],r=h[3]===void 0?E1:h[3]==='"'?K3:z3):r===K3||r===z3?r=E1:r===G3||r===Q3?r=u2:(r=E1,M=void 0);let u=r===E1&&V[n+1].startsWith("/>")?" ":"";e+=r===u2?o+U9:l>=0?(L.push(v),o.slice(0,l)+I5+o.slice(l)+o1+u):o+o1+(l===-2?n:u)}return[X3(V,e+(V[C]||"<?>")+(H===2?"</svg>":H===3?"</math>":"")),L]},S2=class V{constructor({strings:H,_$litType$:C},L){let M;this.parts=[];let e=0,r=0,n=H.length-1,o=this.parts,[v,h]=J3(H,C);if(this.el=V.createElement(v,L),D1.currentNode=this.el.content,C===2||C===3){let l=this.el.content.firstChild;l.replaceWith(...l.childNodes)}for(;(M=D1.nextNode())!==null&&o.length<n;){if(M.nodeType===1){if(M.hasAttributes())for(let l of M.getAttributeNames())if(l.endsWith(I5)){let x=h[r++],u=M.getAttribute(l).split(o1),y=/([.?@])?(.*)/.exec(x);o.push({type:1,index:e,name:y[2],strings:u,ctor:y[1]==="."?U2:y[1]==="?"?G2:y[1]==="@"?Q2:I1}),M.removeAttribute(l)}else l.startsWith(o1)&&(o.push({type:6,index:e}),M.removeAttribute(l));if(Y3.test(M.tagName)){let l=M.textContent.split(o1),x=l.length-1;if(x>0){M.textContent=I2?I2.emptyScript:"";for(let u=0;u<x;u++)M.append(l[u],c2()),D1.nextNode(),o.push({type:2,index:++e});M.append(l[x],c2())}}}else if(M.nodeType===8)if(M.data===W5)o.push({type:2,index:e});else{let l=-1;for(;(l=M.data.indexOf(o1,l+1))!==-1;)o.push({type:7,index:e}),l+=o1.length-1}e++}}static createElement(H,C){let L=$1.createElement("template");return L.innerHTML=H,L}};function N1(V,H,C=V,L){if(H===a1)return H;let M=L!==void 0?C._$Co?.[L]:C._$Cl,e=Z2(H)?void 0:H._$litDirective$;return M?.constructor!==e&&(M?._$AO?.(!1),e===void 0?M=void 0:(M=new e(V),M._$AT(V,C,L)),L!==void 0?(C._$Co??=[])[L]=M:C._$Cl=M),M!==void 0&&(H=N1(V,M._$AS(V,H.values),M,L)),H}var W2=class{constructor(H,C){this._$AV=[],this._$AN=void 0,this._$AD=H,this._$AM=C}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(H){let{el:{content:C},parts:L}=this._$AD,M=(H?.creationScope??$1).importNode(C,!0);D1.currentNode=M;let e=D1.nextNode(),r=0,n=0,o=L[0];for(;o!==void 0;){if(r===o.index){let v;o.type===2?v=new V2(e,e.nextSibling,this,H):o.type===1?v=new o.ctor(e,o.name,o.strings,this,H):o.type===6&&(v=new z2(e,this,H)),this._$AV.push(v),o=L[++n]}r!==o?.index&&(e=D1.nextNode(),r++)}return D1.currentNode=$1,M}p(H){let C=0;for(let L of this._$AV)L!==void 0&&(L.strings!==void 0?(L._$AI(H,L,C),C+=L.strings.length-2):L._$AI(H[C])),C++}},V2=class V{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(H,C,L,M){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=H,this._$AB=C,this._$AM=L,this.options=M,this._$Cv=M?.isConnected??!0}get parentNode(){let H=this._$AA.parentNode,C=this._$AM;return C!==void 0&&H?.nodeType===11&&(H=C.parentNode),H}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(H,C=this){H=N1(this,H,C),Z2(H)?H===A||H==null||H===""?(this._$AH!==A&&this._$AR(),this._$AH=A):H!==this._$AH&&H!==a1&&this._(H):H._$litType$!==void 0?this.$(H):H.nodeType!==void 0?this.T(H):j3(H)?this.k(H):this._(H)}O(H){return this._$AA.parentNode.insertBefore(H,this._$AB)}T(H){this._$AH!==H&&(this._$AR(),this._$AH=this.O(H))}_(H){this._$AH!==A&&Z2(this._$AH)?this._$AA.nextSibling.data=H:this.T($1.createTextNode(H)),this._$AH=H}$(H){let{values:C,_$litType$:L}=H,M=typeof L=="number"?this._$AC(H):(L.el===void 0&&(L.el=S2.createElement(X3(L.h,L.h[0]),this.options)),L);if(this._$AH?._$AD===M)this._$AH.p(C);else{let e=new W2(M,this),r=e.u(this.options);e.p(C),this.T(r),this._$AH=e}}_$AC(H){let C=q3.get(H.strings);return C===void 0&&q3.set(H.strings,C=new S2(H)),C}k(H){U5(this._$AH)||(this._$AH=[],this._$AR());let C=this._$AH,L,M=0;for(let e of H)M===C.length?C.push(L=new V(this.O(c2()),this.O(c2()),this,this.options)):L=C[M],L._$AI(e),M++;M<C.length&&(this._$AR(L&&L._$AB.nextSibling,M),C.length=M)}_$AR(H=this._$AA.nextSibling,C){for(this._$AP?.(!1,!0,C);H!==this._$AB;){let L=W3(H).nextSibling;W3(H).remove(),H=L}}setConnected(H){this._$AM===void 0&&(this._$Cv=H,this._$AP?.(H))}},I1=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(H,C,L,M,e){this.type=1,this._$AH=A,this._$AN=void 0,this.element=H,this.name=C,this._$AM=M,this.options=e,L.length>2||L[0]!==""||L[1]!==""?(this._$AH=Array(L.length-1).fill(new String),this.strings=L):this._$AH=A}_$AI(H,C=this,L,M){let e=this.strings,r=!1;if(e===void 0)H=N1(this,H,C,0),r=!Z2(H)||H!==this._$AH&&H!==a1,r&&(this._$AH=H);else{let n=H,o,v;for(H=e[0],o=0;o<e.length-1;o++)v=N1(this,n[L+o],C,o),v===a1&&(v=this._$AH[o]),r||=!Z2(v)||v!==this._$AH[o],v===A?H=A:H!==A&&(H+=(v??"")+e[o+1]),this._$AH[o]=v}r&&!M&&this.j(H)}j(H){H===A?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,H??"")}},U2=class extends I1{constructor(){super(...arguments),this.type=3}j(H){this.element[this.name]=H===A?void 0:H}},G2=class extends I1{constructor(){super(...arguments),this.type=4}j(H){this.element.toggleAttribute(this.name,!!H&&H!==A)}},Q2=class extends I1{constructor(H,C,L,M,e){super(H,C,L,M,e),this.type=5}_$AI(H,C=this){if((H=N1(this,H,C,0)??A)===a1)return;let L=this._$AH,M=H===A&&L!==A||H.capture!==L.capture||H.once!==L.once||H.passive!==L.passive,e=H!==A&&(L===A||M);M&&this.element.removeEventListener(this.name,this,L),e&&this.element.addEventListener(this.name,this,H),this._$AH=H}handleEvent(H){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,H):this._$AH.handleEvent(H)}},z2=class{constructor(H,C,L){this.element=H,this.type=6,this._$AN=void 0,this._$AM=C,this.options=L}get _$AU(){return this._$AM._$AU}_$AI(H){N1(this,H)}},C0={M:I5,P:o1,A:W5,C:1,L:J3,R:W2,D:j3,V:N1,I:V2,H:I1,N:G2,U:Q2,B:U2,F:z2},G9=N5.litHtmlPolyfillSupport;G9?.(S2,V2),(N5.litHtmlVersions??=[]).push("3.3.3");var H0=(V,H,C)=>{let L=C?.renderBefore??H,M=L._$litPart$;if(M===void 0){let e=C?.renderBefore??null;L._$litPart$=M=new V2(H.insertBefore(c2(),e),e,void 0,C??{})}return M._$AI(V),M};var Q5=globalThis,c=class extends i1{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let H=super.createRenderRoot();return this.renderOptions.renderBefore??=H.firstChild,H}update(H){let C=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(H),this._$Do=H0(C,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return a1}};c._$litElement$=!0,c.finalized=!0,Q5.litElementHydrateSupport?.({LitElement:c});var Q9=Q5.litElementPolyfillSupport;Q9?.({LitElement:c});(Q5.litElementVersions??=[]).push("4.2.2");var z9={attribute:!0,type:String,converter:x2,reflect:!1,hasChanged:N2},K9=(V=z9,H,C)=>{let{kind:L,metadata:M}=C,e=globalThis.litPropertyMetadata.get(M);if(e===void 0&&globalThis.litPropertyMetadata.set(M,e=new Map),L==="setter"&&((V=Object.create(V)).wrapped=!0),e.set(C.name,V),L==="accessor"){let{name:r}=C;return{set(n){let o=H.get.call(this);H.set.call(this,n),this.requestUpdate(r,o,V,!0,n)},init(n){return n!==void 0&&this.C(r,void 0,V,n),n}}}if(L==="setter"){let{name:r}=C;return function(n){let o=this[r];H.call(this,n),this.requestUpdate(r,o,V,!0,n)}}throw Error("Unsupported decorator location: "+L)};function m(V){return(H,C)=>typeof C=="object"?K9(V,H,C):((L,M,e)=>{let r=M.hasOwnProperty(e);return M.constructor.createProperty(e,L),r?Object.getOwnPropertyDescriptor(M,e):void 0})(V,H,C)}function F(V){return m({...V,state:!0,attribute:!1})}var W1=(V,H,C)=>(C.configurable=!0,C.enumerable=!0,Reflect.decorate&&typeof H!="object"&&Object.defineProperty(V,H,C),C);function h2(V,H){return(C,L,M)=>{let e=r=>r.renderRoot?.querySelector(V)??null;if(H){let{get:r,set:n}=typeof L=="object"?C:M??(()=>{let o=Symbol();return{get(){return this[o]},set(v){this[o]=v}}})();return W1(C,L,{get(){let o=r.call(this);return o===void 0&&(o=e(this),(o!==null||this.hasUpdated)&&n.call(this,o)),o}})}return W1(C,L,{get(){return e(this)}})}}var V0={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},L0=V=>(...H)=>({_$litDirective$:V,values:H}),K2=class{constructor(H){}get _$AU(){return this._$AM._$AU}_$AT(H,C,L){this._$Ct=H,this._$AM=C,this._$Ci=L}_$AS(H,C){return this.update(H,C)}update(H,C){return this.render(...C)}};var{I:q9}=C0,M0=V=>V;var e0=()=>document.createComment(""),L2=(V,H,C)=>{let L=V._$AA.parentNode,M=H===void 0?V._$AB:H._$AA;if(C===void 0){let e=L.insertBefore(e0(),M),r=L.insertBefore(e0(),M);C=new q9(e,r,V,V.options)}else{let e=C._$AB.nextSibling,r=C._$AM,n=r!==V;if(n){let o;C._$AQ?.(V),C._$AM=V,C._$AP!==void 0&&(o=V._$AU)!==r._$AU&&C._$AP(o)}if(e!==M||n){let o=C._$AA;for(;o!==e;){let v=M0(o).nextSibling;M0(L).insertBefore(o,M),o=v}}}return C},Z1=(V,H,C=V)=>(V._$AI(H,C),V),j9={},r0=(V,H=j9)=>V._$AH=H,t0=V=>V._$AH,q2=V=>{V._$AR(),V._$AA.remove()};var i0=(V,H,C)=>{let L=new Map;for(let M=H;M<=C;M++)L.set(V[M],M);return L},$=L0(class extends K2{constructor(V){if(super(V),V.type!==V0.CHILD)throw Error("repeat() can only be used in text expressions")}dt(V,H,C){let L;C===void 0?C=H:H!==void 0&&(L=H);let M=[],e=[],r=0;for(let n of V)M[r]=L?L(n,r):r,e[r]=C(n,r),r++;return{values:e,keys:M}}render(V,H,C){return this.dt(V,H,C).values}update(V,[H,C,L]){let M=t0(V),{values:e,keys:r}=this.dt(H,C,L);if(!Array.isArray(M))return this.ut=r,e;let n=this.ut??=[],o=[],v,h,l=0,x=M.length-1,u=0,y=e.length-1;for(;l<=x&&u<=y;)if(M[l]===null)l++;else if(M[x]===null)x--;else if(n[l]===r[u])o[u]=Z1(M[l],e[u]),l++,u++;else if(n[x]===r[y])o[y]=Z1(M[x],e[y]),x--,y--;else if(n[l]===r[y])o[y]=Z1(M[l],e[y]),L2(V,o[y+1],M[l]),l++,y--;else if(n[x]===r[u])o[u]=Z1(M[x],e[u]),L2(V,M[l],M[x]),x--,u++;else if(v===void 0&&(v=i0(r,u,y),h=i0(n,l,x)),v.has(n[l]))if(v.has(n[x])){let t1=h.get(r[u]),F5=t1!==void 0?M[t1]:null;if(F5===null){let F3=L2(V,M[l]);Z1(F3,e[u]),o[u]=F3}else o[u]=Z1(F5,e[u]),L2(V,M[l],F5),M[t1]=null;u++}else q2(M[x]),x--;else q2(M[l]),l++;for(;u<=y;){let t1=L2(V,o[y+1]);Z1(t1,e[u]),o[u++]=t1}for(;l<=x;){let t1=M[l++];t1!==null&&q2(t1)}return this.ut=r,r0(V,o),a1}});function Z(V){return H=>{customElements.get(V)||customElements.define(V,H)}}var o0="M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M7.07,18.28C7.5,17.38 10.12,16.5 12,16.5C13.88,16.5 16.5,17.38 16.93,18.28C15.57,19.36 13.86,20 12,20C10.14,20 8.43,19.36 7.07,18.28M18.36,16.83C16.93,15.09 13.46,14.5 12,14.5C10.54,14.5 7.07,15.09 5.64,16.83C4.62,15.5 4,13.82 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,13.82 19.38,15.5 18.36,16.83M12,6C10.06,6 8.5,7.56 8.5,9.5C8.5,11.44 10.06,13 12,13C13.94,13 15.5,11.44 15.5,9.5C15.5,7.56 13.94,6 12,6M12,11A1.5,1.5 0 0,1 10.5,9.5A1.5,1.5 0 0,1 12,8A1.5,1.5 0 0,1 13.5,9.5A1.5,1.5 0 0,1 12,11Z";var a0="M11,15H13V17H11V15M11,7H13V13H11V7M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20A8,8 0 0,1 4,12A8,8 0 0,1 12,4A8,8 0 0,1 20,12A8,8 0 0,1 12,20Z";var A0="M20,11V13H8L13.5,18.5L12.08,19.92L4.16,12L12.08,4.08L13.5,5.5L8,11H20Z";var n0="M4,11V13H16L10.5,18.5L11.92,19.92L19.84,12L11.92,4.08L10.5,5.5L16,11H4Z";var d0="M12,7L17,12H14V16H10V12H7L12,7M12,22A10,10 0 0,1 2,12A10,10 0 0,1 12,2A10,10 0 0,1 22,12A10,10 0 0,1 12,22M12,20A8,8 0 0,0 20,12A8,8 0 0,0 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20Z";var p0="M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M12 20C7.59 20 4 16.41 4 12S7.59 4 12 4 20 7.59 20 12 16.41 20 12 20M16.59 7.58L10 14.17L7.41 11.59L6 13L10 17L18 9L16.59 7.58Z";var m0="M8.59,16.58L13.17,12L8.59,7.41L10,6L16,12L10,18L8.59,16.58Z";var l0="M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2C6.47,2 2,6.47 2,12C2,17.53 6.47,22 12,22C17.53,22 22,17.53 22,12C22,6.47 17.53,2 12,2M14.59,8L12,10.59L9.41,8L8,9.41L10.59,12L8,14.59L9.41,16L12,13.41L14.59,16L16,14.59L13.41,12L16,9.41L14.59,8Z";var s0="M21.86 12.5C21.1 11.63 20.15 11.13 19 11C19 9.05 18.32 7.4 16.96 6.04C15.6 4.68 13.95 4 12 4C10.42 4 9 4.47 7.75 5.43S5.67 7.62 5.25 9.15C4 9.43 2.96 10.08 2.17 11.1S1 13.28 1 14.58C1 16.09 1.54 17.38 2.61 18.43C3.69 19.5 5 20 6.5 20H18.5C19.75 20 20.81 19.56 21.69 18.69C22.56 17.81 23 16.75 23 15.5C23 14.35 22.62 13.35 21.86 12.5M20.27 17.27C19.79 17.76 19.2 18 18.5 18H6.5C5.53 18 4.71 17.66 4.03 17C3.34 16.29 3 15.47 3 14.5S3.34 12.71 4.03 12.03C4.71 11.34 5.53 11 6.5 11H7C7 9.62 7.5 8.44 8.46 7.46C9.44 6.5 10.62 6 12 6S14.56 6.5 15.54 7.46C16.5 8.44 17 9.62 17 11V13H18.5C19.2 13 19.79 13.24 20.27 13.73S21 14.8 21 15.5 20.76 16.79 20.27 17.27M16 12C16 9.79 14.21 8 12 8S8 9.79 8 12 9.79 16 12 16C12.74 16 13.43 15.79 14 15.43L16.57 18L18 16.57L15.43 14C15.79 13.43 16 12.74 16 12M12 14C10.9 14 10 13.11 10 12S10.9 10 12 10 14 10.9 14 12 13.11 14 12 14Z";var v0="M16.24,3.56L21.19,8.5C21.97,9.29 21.97,10.55 21.19,11.34L12,20.53C10.44,22.09 7.91,22.09 6.34,20.53L2.81,17C2.03,16.21 2.03,14.95 2.81,14.16L13.41,3.56C14.2,2.78 15.46,2.78 16.24,3.56M4.22,15.58L7.76,19.11C8.54,19.9 9.8,19.9 10.59,19.11L14.12,15.58L9.17,10.63L4.22,15.58Z";var x0="M11,18H13V16H11V18M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,6A4,4 0 0,0 8,10H10A2,2 0 0,1 12,8A2,2 0 0,1 14,10C14,12 11,11.75 11,15H13C13,12.75 16,12.5 16,10A4,4 0 0,0 12,6Z";var u0="M11,9H13V7H11M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M11,17H13V11H11V17Z";var c0="M4 1C2.89 1 2 1.89 2 3V7C2 8.11 2.89 9 4 9H1V11H13V9H10C11.11 9 12 8.11 12 7V3C12 1.89 11.11 1 10 1H4M4 3H10V7H4V3M14 13C12.89 13 12 13.89 12 15V19C12 20.11 12.89 21 14 21H11V23H23V21H20C21.11 21 22 20.11 22 19V15C22 13.89 21.11 13 20 13H14M14 15H20V19H14V15M5.5 20.5L10.5 15.5L9 14L5.5 17.5L3.5 15.5L2 17L5.5 20.5Z",Z0="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M3,13V18L3,20H10V18H5V13H3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M14,15H20V19H14V15Z",S0="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M3.88,13.46L2.46,14.88L4.59,17L2.46,19.12L3.88,20.54L6,18.41L8.12,20.54L9.54,19.12L7.41,17L9.54,14.88L8.12,13.46L6,15.59L3.88,13.46M14,15H20V19H14V15Z";var h0="M16 20V10H4V20H16M16 8C17.1 8 18 8.9 18 10V20C18 21.1 17.1 22 16 22H4C2.9 22 2 21.1 2 20V10C2 8.9 2.9 8 4 8H13V6C13 4.3 11.7 3 10 3S7 4.3 7 6H5C5 3.2 7.2 1 10 1S15 3.2 15 6V8H16M10 17C8.9 17 8 16.1 8 15S8.9 13 10 13 12 13.9 12 15 11.1 17 10 17M22 7H20V13H22V7M22 15H20V17H22V15Z";var f0="M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z";var g0="M3,6H21V8H3V6M3,11H21V13H3V11M3,16H21V18H3V16Z";var O0="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12Z",y0="M2,5.27L3.28,4L20,20.72L18.73,22L12.8,16.07V22H11.2V16H6V14L8,12V11.27L2,5.27M16,12L18,14V16H17.82L8,6.18V4H7V2H17V4H16V12Z";var b0="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12M8.8,14L10,12.8V4H14V12.8L15.2,14H8.8Z";var k0="M17.65,6.35C16.2,4.9 14.21,4 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20C15.73,20 18.84,17.45 19.73,14H17.65C16.83,16.33 14.61,18 12,18A6,6 0 0,1 6,12A6,6 0 0,1 12,6C13.66,6 15.14,6.69 16.22,7.78L13,11H20V4L17.65,6.35Z";var w0="M13,19H14A1,1 0 0,1 15,20H15.73L13,17.27V19M22,20V21.18L20.82,20H22M21,22.72L19.73,24L17.73,22H15A1,1 0 0,1 14,23H10A1,1 0 0,1 9,22H2V20H9A1,1 0 0,1 10,19H11V17H4A1,1 0 0,1 3,16V12A1,1 0 0,1 4,11H6.73L4.73,9H4A1,1 0 0,1 3,8V7.27L1,5.27L2.28,4L21,22.72M4,3H20A1,1 0 0,1 21,4V8A1,1 0 0,1 20,9H9.82L7,6.18V5H5.82L3.84,3C3.89,3 3.94,3 4,3M20,11A1,1 0 0,1 21,12V16A1,1 0 0,1 20,17H17.82L11.82,11H20M9,7H10V5H9V7M9,15H10V14.27L9,13.27V15M5,13V15H7V13H5Z";var T0="M12 16C13.66 16 15 14.66 15 13C15 11.88 14.39 10.9 13.5 10.39L3.79 4.77L9.32 14.35C9.82 15.33 10.83 16 12 16M12 3C10.19 3 8.5 3.5 7.03 4.32L9.13 5.53C10 5.19 11 5 12 5C16.42 5 20 8.58 20 13C20 15.21 19.11 17.21 17.66 18.65H17.65C17.26 19.04 17.26 19.67 17.65 20.06C18.04 20.45 18.68 20.45 19.07 20.07C20.88 18.26 22 15.76 22 13C22 7.5 17.5 3 12 3M2 13C2 15.76 3.12 18.26 4.93 20.07C5.32 20.45 5.95 20.45 6.34 20.06C6.73 19.67 6.73 19.04 6.34 18.65C4.89 17.2 4 15.21 4 13C4 12 4.19 11 4.54 10.1L3.33 8C2.5 9.5 2 11.18 2 13Z";var R0="M6,2V8H6V8L10,12L6,16V16H6V22H18V16H18V16L14,12L18,8V8H18V2H6M16,16.5V20H8V16.5L12,12.5L16,16.5M12,11.5L8,7.5V4H16V7.5L12,11.5Z";var B0="M18,11H14.82C14.4,9.84 13.3,9 12,9C10.7,9 9.6,9.84 9.18,11H6C5.67,11 4,10.9 4,9V8C4,6.17 5.54,6 6,6H16.18C16.6,7.16 17.7,8 19,8A3,3 0 0,0 22,5A3,3 0 0,0 19,2C17.7,2 16.6,2.84 16.18,4H6C4.39,4 2,5.06 2,8V9C2,11.94 4.39,13 6,13H9.18C9.6,14.16 10.7,15 12,15C13.3,15 14.4,14.16 14.82,13H18C18.33,13 20,13.1 20,15V16C20,17.83 18.46,18 18,18H7.82C7.4,16.84 6.3,16 5,16A3,3 0 0,0 2,19A3,3 0 0,0 5,22C6.3,22 7.4,21.16 7.82,20H18C19.61,20 22,18.93 22,16V15C22,12.07 19.61,11 18,11M19,4A1,1 0 0,1 20,5A1,1 0 0,1 19,6A1,1 0 0,1 18,5A1,1 0 0,1 19,4M5,20A1,1 0 0,1 4,19A1,1 0 0,1 5,18A1,1 0 0,1 6,19A1,1 0 0,1 5,20Z";var P0="M16.36,14C16.44,13.34 16.5,12.68 16.5,12C16.5,11.32 16.44,10.66 16.36,10H19.74C19.9,10.64 20,11.31 20,12C20,12.69 19.9,13.36 19.74,14M14.59,19.56C15.19,18.45 15.65,17.25 15.97,16H18.92C17.96,17.65 16.43,18.93 14.59,19.56M14.34,14H9.66C9.56,13.34 9.5,12.68 9.5,12C9.5,11.32 9.56,10.65 9.66,10H14.34C14.43,10.65 14.5,11.32 14.5,12C14.5,12.68 14.43,13.34 14.34,14M12,19.96C11.17,18.76 10.5,17.43 10.09,16H13.91C13.5,17.43 12.83,18.76 12,19.96M8,8H5.08C6.03,6.34 7.57,5.06 9.4,4.44C8.8,5.55 8.35,6.75 8,8M5.08,16H8C8.35,17.25 8.8,18.45 9.4,19.56C7.57,18.93 6.03,17.65 5.08,16M4.26,14C4.1,13.36 4,12.69 4,12C4,11.31 4.1,10.64 4.26,10H7.64C7.56,10.66 7.5,11.32 7.5,12C7.5,12.68 7.56,13.34 7.64,14M12,4.03C12.83,5.23 13.5,6.57 13.91,8H10.09C10.5,6.57 11.17,5.23 12,4.03M18.92,8H15.97C15.65,6.75 15.19,5.55 14.59,4.44C16.43,5.07 17.96,6.34 18.92,8M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z";var Y9={account:o0,alert:a0,back:A0,forward:n0,better:d0,ok:p0,chevron:m0,failed:l0,rediscover:s0,forget:v0,unknown:x0,info:u0,test:c0,local:Z0,away:S0,unencrypted:h0,search:f0,menu:g0,pin:b0,pinned:O0,unpin:y0,reload:k0,offline:w0,slow:T0,waiting:R0,relay:B0,remote:P0};function S(V){return t`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${X9(Y9[V])}
  </svg>`}function W(V){return V??"unknown"}function X9(V){return A1`<path d=${V}></path>`}function j2(V,H=!1){H?history.replaceState(null,"",V):history.pushState(null,"",V),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:H}}))}var Y2="/config/integrations/integration/plex_connection",X2="/config/integrations/dashboard/add?domain=plex_connection";function N(V){let H=!(V.ctrlKey||V.metaKey||V.shiftKey||V.altKey),C=V.currentTarget.getAttribute("href");C&&H&&V.button===0&&!V.defaultPrevented&&(V.preventDefault(),j2(C))}var J9=[{key:"failing",icon:"alert",tone:"warning",isOn:V=>V.failure_count>0},{key:"starting",icon:"waiting",tone:"info",isOn:V=>V.starting},{key:"slow",icon:"slow",tone:"warning",isOn:V=>V.performance==="degraded"},{key:"unencrypted",icon:"unencrypted",tone:"warning",isOn:V=>V.encrypted===!1},{key:"better",icon:"better",tone:"info",isOn:V=>V.better!==null},{key:"pinned",icon:"pinned",tone:"info",isOn:V=>V.pinned!==null}];function J2(V,H){let C={count:V.format.number(H.failure_count)};return J9.filter(L=>L.isOn(H)).map(L=>t`<li class="badge ${L.tone}">
      ${S(L.icon)}<span>${V.text(`panel_badge_${L.key}`,C)}</span>
    </li>`)}var C5=p`
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    padding-inline-start: 6px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--badge-color) 15%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .badge.warning {
    --badge-color: var(--warning-color, #ffa600);
  }
  .badge.info {
    --badge-color: var(--info-color, #039be5);
  }
`;var F0="plex_connection",z5=new Map;async function n1(V){let H=z5.get(V.language);return H||(H=V.loadBackendTranslation("common",F0),z5.set(V.language,H),H.catch(()=>z5.delete(V.language))),K5(await H)}function K5(V){return(H,C)=>V(`component.${F0}.common.${H}`,C)}function b(V,H){return V(`panel_type_${H??"unknown"}`)}function S1(V,H){return V(`logbook_reason_${H}`)||V("logbook_reason_unknown")}function _0(V,H){return V(`logbook_trigger_${H}`)||V("logbook_trigger_unknown")}function H5(V,{state:H,plex_tv:C}){return H!=="loaded"?V(`panel_entry_${H}`)||V("panel_entry_other"):V(`panel_plex_tv_${C??"unknown"}`)}var E0=0;function L5(V){let H=Date.parse(V);Number.isFinite(H)&&(E0=H-Date.now())}function h1(){return Date.now()+E0}var C6=1e3,V5=new Set,q5;function M5(V){return V5.add(V),q5??=setInterval(H6,C6),()=>{V5.delete(V),V5.size===0&&(clearInterval(q5),q5=void 0)}}function H6(){if(document.visibilityState!=="hidden")for(let V of V5)V()}var V6="plex-connection-time",f2,g2,j5,d1=class extends c{constructor(){super(...arguments);s(this,g2);this.at=null;this.host=null;this.mode="relative";this.due="";this.words="";s(this,f2)}connectedCallback(){super.connectedCallback(),B(this,f2,M5(()=>i(this,g2,j5).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,f2))==null||C.call(this)}willUpdate(){i(this,g2,j5).call(this)}render(){let C=this.at===null?"":this.host?.format.dateTime(new Date(this.at));return t`<time datetime=${this.at??""} title=${C??""}>${this.words}</time>`}};f2=new WeakMap,g2=new WeakSet,j5=function(){let{at:C,host:L}=this;if(C===null||!L){this.words="";return}let M=(Date.parse(C)-h1())/1e3;this.mode==="duration"?this.words=L.format.duration(Math.abs(M)):this.words=this.due&&M<1?this.due:L.format.relative(M)},d([m({attribute:!1})],d1.prototype,"at",2),d([m({attribute:!1})],d1.prototype,"host",2),d([m()],d1.prototype,"mode",2),d([m({attribute:!1})],d1.prototype,"due",2),d([F()],d1.prototype,"words",2),d1=d([Z(V6)],d1);function q(V,H,{mode:C="relative",due:L=""}={}){return t`<plex-connection-time
    .at=${H}
    .host=${V}
    .mode=${C}
    .due=${L}
  ></plex-connection-time>`}function r5(V,H){return t`<dl class="facts">
    ${e5(V,"address",D0(V,H.active))}
    ${e5(V,"last_change",L6(V,H))}
    ${e5(V,"standby",D0(V,H.standby,!0))}
    ${e5(V,"next_check",Y5(V,H))}
  </dl>`}function e5(V,H,C){let L=t`<span class="secondary">${V.text("panel_none")}</span>`;return t`<dt>${V.text(`panel_${H}`)}</dt>
    <dd>${C??L}</dd>`}function D0(V,H,C=!1){return H&&t`<span class="address">${H.address}</span>${C?$0(b(V.text,H.type)):A}`}function L6(V,H){return H.since?t`${q(V,H.since)}${H.reason?$0(S1(V.text,H.reason)):A}`:null}function Y5(V,{next_check:H}){return H?V.connected?q(V,H,{due:V.text("panel_checking")}):t`${V.format.time(new Date(H))}`:null}function $0(V){return t`<span class="secondary"> · ${V}</span>`}var t5=p`
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 12px;
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .facts dt {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .facts dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
`;var o5=100,i5=24,M6=8,I0=3,e6=.5;function M2(V){let H=r6(V),[C]=H;if(!C||H.length<I0)return A;let L=`M${H.map(([e,r])=>`${e} ${r}`).join("L")}`,M=`${L}L${o5} ${i5}L${C[0]} ${i5}Z`;return t`<svg
    class="sparkline"
    viewBox="0 0 ${o5} ${i5}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <path class="area" d=${M}></path>
    <path class="line" d=${L}></path>
  </svg>`}function r6(V){let H=Math.max(...V),C=Math.min(...V),L=Math.max(H-C,H*e6,Number.EPSILON),M=(H+C+L)/2,e=o5/(Math.max(V.length,M6)-1);return V.map((r,n)=>[N0(o5-(V.length-1-n)*e),N0((M-r)/L*i5)])}function N0(V){return Math.round(V*10)/10}function e2(V,H){return H.length<I0?"":V.text("panel_latency_range",{least:V.format.milliseconds(Math.min(...H)),most:V.format.milliseconds(Math.max(...H))})}var r2=p`
  .sparkline {
    display: block;
    width: 100%;
    height: 24px;
    overflow: visible;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--type-color);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .sparkline .area {
    fill: var(--type-color);
    opacity: 0.15;
  }
`;var w=p`
  .type-local {
    --type-color: var(--success-color, #43a047);
  }
  .type-remote {
    --type-color: var(--info-color, #039be5);
  }
  .type-relay {
    --type-color: var(--warning-color, #ffa600);
  }
  .type-offline {
    --type-color: var(--error-color, #db4437);
  }
  .type-unknown {
    --type-color: var(--disabled-color, #bdbdbd);
  }
`,f=p`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
    -webkit-font-smoothing: var(--ha-font-smoothing, antialiased);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: var(--ha-card-border-width, 1px) solid
      var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    box-shadow: var(--ha-card-box-shadow, none);
  }

  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.4;
  }

  .secondary {
    color: var(--secondary-text-color, #5e5e5e);
  }

  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    fill: currentcolor;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
    color: var(--primary-text-color, #141414);
    font: inherit;
    font-weight: var(--ha-font-weight-medium, 500);
    cursor: pointer;
    transition: background-color 180ms ease-in-out;
  }
  button .icon {
    width: 20px;
    height: 20px;
  }
  button:hover {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  button.plain {
    background: none;
  }
  button.plain:hover {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
  }
  button.round {
    width: 40px;
    padding: 0;
  }
  button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 15%, transparent);
  }
  button.danger:hover {
    background: color-mix(in srgb, var(--error-color, #db4437) 25%, transparent);
  }

  a {
    /* Home Assistant's own colour of links is too pale to be read on white. */
    color: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 60%,
      var(--primary-text-color, #141414)
    );
  }

  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .address,
  .number {
    /* Addresses and figures read from left to right in every language. */
    unicode-bidi: isolate;
    font-variant-numeric: tabular-nums;
  }
  .address {
    direction: ltr;
    overflow-wrap: anywhere;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;var O2=p`
  .circle {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
    background: color-mix(in srgb, var(--type-color) 20%, transparent);
    color: var(--type-color);
  }
`,W0=p`
  ${O2}

  .tile {
    position: relative;
    height: 100%;
  }
  .inner {
    /* Tiles out of sight cost nothing; the card around has the border and shadow,
       which would be cut off. */
    content-visibility: auto;
    contain-intrinsic-width: none;
    contain-intrinsic-height: auto 164px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 12px;
    border-radius: inherit;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  .who h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .who > span {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }

  a {
    color: inherit;
    text-decoration: none;
  }
  a:focus-visible {
    outline: none;
  }
  /* The link covers the whole tile. */
  a::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: "";
    transition: background-color 180ms ease-in-out;
  }
  a:hover::after {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 4%, transparent);
  }
  a:focus-visible::after {
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -2px;
  }

  .latency {
    width: 88px;
    flex: none;
  }
  .now {
    display: block;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 24px;
    text-align: end;
  }
  .latency .sparkline {
    margin-block-start: 4px;
  }

  .badges {
    margin-block-start: auto;
  }
`;var J,U0,G0,Q0,z0,j=class extends c{constructor(){super(...arguments);s(this,J);this.hasLine=!1;this.hasDetails=!1;this.path=null;this.entityId=null}render(){let{host:C,server:L}=this,M=J2(C,L);return t`<div class="row type-${L.connection_type??"unknown"}">
      <div class="head">
        <span class="circle">${S(W(L.connection_type))}</span>
        <div class="who">
          <span class="name">${i(this,J,U0).call(this)}</span>
          <span class="type">${b(C.text,L.connection_type)}</span>
        </div>
        ${i(this,J,Q0).call(this)}
      </div>
      ${this.hasDetails?r5(C,L):A}
      ${M.length>0?t`<ul class="badges">${M}</ul>`:A}
    </div>`}};J=new WeakSet,U0=function(){let C=t`<bdi>${this.server.name}</bdi>`;return this.path?t`<a class="open" href=${this.path} @click=${N}>${C}</a>`:this.entityId?t`<button class="open" type="button" @click=${i(this,J,G0)}>
          ${C}
        </button>`:C},G0=function(){this.dispatchEvent(new CustomEvent("hass-more-info",{detail:{entityId:this.entityId},bubbles:!0,composed:!0}))},Q0=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="number">
        ${L.latency_ms===null?"–":C.format.milliseconds(L.latency_ms)}
      </span>
      ${this.hasLine?i(this,J,z0).call(this):A}
    </div>`},z0=function(){let{recent_ms:C}=this.server;return t`<div class="line">
      ${M2(C)}
      <span class="visually-hidden">${e2(this.host,C)}</span>
    </div>`},j.styles=[f,w,O2,C5,t5,r2,p`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        height: 100%;
        padding: 9px 10px;
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
      }
      .who {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-width: 0;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .type {
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      .latency {
        min-width: 0;
        flex: 0 0 88px;
        text-align: end;
        white-space: nowrap;
      }
      .number {
        display: block;
        line-height: 20px;
      }
      .line {
        height: 16px;
      }
      .line .sparkline {
        height: 16px;
      }
      .facts {
        padding-inline: 2px;
      }
      /* Half of a section on a phone: the name needs the room. */
      @container (max-width: 240px) {
        .latency {
          flex-basis: auto;
        }
        .line {
          display: none;
        }
      }

      .open,
      button.open:hover {
        display: inline;
        min-height: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
      }
      /* What opens the server covers all of the row. */
      .open::after {
        position: absolute;
        inset: 0;
        border-radius: inherit;
        content: "";
        transition: background-color 180ms ease-in-out;
      }
      .open:hover::after {
        background: color-mix(
          in srgb,
          var(--primary-text-color, #141414) 4%,
          transparent
        );
      }
      .open:focus-visible {
        outline: none;
      }
      .open:focus-visible::after {
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: -2px;
      }
    `],d([m({attribute:!1})],j.prototype,"host",2),d([m({attribute:!1})],j.prototype,"server",2),d([m({type:Boolean})],j.prototype,"hasLine",2),d([m({type:Boolean})],j.prototype,"hasDetails",2),d([m({attribute:!1})],j.prototype,"path",2),d([m({attribute:!1})],j.prototype,"entityId",2),j=d([Z("plex-connection-card-row")],j);function K0(V,H){let C=H.plex_tv==="ok";return t`<div class="account ${C?"":"unwell"}">
    ${S(C?"account":"alert")}
    <div>
      <bdi>${H.title}</bdi>
      <span class="secondary">${t6(V,H)}</span>
    </div>
  </div>`}function t6({text:V,format:H},C){let L=H5(V,C);if(C.state!=="loaded")return L;let M=H.number(C.requests_today);return`${L} · ${V("panel_requests_today")}: ${M}`}var q0=p`
  .account {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 16px 4px;
  }
  .account div {
    display: flex;
    flex-direction: column;
    min-width: 0;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .account .secondary {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .account .icon {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .unwell .icon {
    color: var(--warning-color, #ffa600);
  }
  section + section {
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
`;function a5(){return document.querySelector("home-assistant")?.hass}var i6={card_name:"Plex Connection",card_description:"How your Plex servers are reached: one of them, or all.",card_with_details:"With details",card_error_config:"The card has no settings.",card_error_device:"device: the id of a server's device is expected.",card_error_columns:"columns: a whole number from 1 to {most} is expected.",card_error_switch:"{option}: true or false is expected.",strategy_name:"Plex Connection",strategy_description:"All your Plex servers: how each of them is reached, its history, and what you can do."};function C1(V,H={}){let C=a5(),L=C?.localize?K5(C.localize)(V,H):"";return!L&&C&&n1(C).catch(()=>{}),L||o6(i6[V],H)}function o6(V,H){return V.replace(/\{(\w+)\}/g,(C,L)=>String(H[L]??""))}var Y0="plex_connection";function t2({devices:V,entities:H}){let C=new Map;for(let e of Object.values(H??{}))if(n5(e)&&e.device_id&&e.translation_key){let r=C.get(e.device_id)??{};r[e.translation_key]=e.entity_id,C.set(e.device_id,r)}let L=Object.values(V??{}).filter(a6),M=e=>({id:e.id,name:X5(e),entities:C.get(e.id)??{}});return{servers:L.filter(e=>!A5(e)).map(M).sort(j0),accounts:L.filter(A5).map(M).sort(j0)}}function n5(V){return V?.platform===Y0}function A5(V){return V.entry_type==="service"}function X5(V){return V.name_by_user||V.name||""}function X0({entities:V},H,C){return Object.values(V??{}).find(L=>n5(L)&&L.device_id===H&&L.translation_key===C)?.entity_id}function a6(V){return(V.identifiers??[]).some(([H])=>H===Y0)}function j0(V,H){return V.name.localeCompare(H.name)||V.id.localeCompare(H.id)}var y2="plex-connection-card",U1=`custom:${y2}`,C3=6,J0=["show_sparkline","show_details","show_account"];function H3(V){if(typeof V!="object"||V===null||Array.isArray(V))throw d5("card_error_config");let{device:H,columns:C,...L}=V;if(!J5(H)&&typeof H!="string")throw d5("card_error_device");if(!J5(C)&&!A6(C))throw d5("card_error_columns",{most:C3});for(let M of J0)if(!J5(L[M])&&typeof L[M]!="boolean")throw d5("card_error_switch",{option:M})}function d5(V,H){return new Error(C1(V,H))}function J5(V){return V==null}function A6(V){let H=Number(V);return typeof V=="number"&&Number.isInteger(H)&&H>=1&&H<=C3}var n6=[{name:"device",selector:{device:{filter:{integration:"plex_connection",model:"Media Server"}}}},{name:"columns",selector:{number:{min:1,max:C3,step:1,mode:"box"}}},...J0.map(V=>({name:V,default:V==="show_sparkline",selector:{boolean:{}}}))];async function C7(){let V=a5(),H=V?await n1(V).catch(()=>{}):void 0;return{schema:n6,assertConfig:H3,computeLabel:C=>H?.(`card_${C.name}`)||void 0,computeHelper:C=>H?.(`card_${C.name}_help`)||void 0}}async function H7(V){await n1(V).catch(()=>{});let[H]=t2(V).servers;return H?{device:H.id}:{}}function V7(V,H){let C=V.entities?.[H],L=C?.device_id?V.devices?.[C.device_id]:void 0;if(!n5(C)||!L)return null;if(A5(L))return[{config:{type:U1,show_account:!0}}];let M={type:U1,device:L.id};return[{config:M},{label:C1("card_with_details"),config:{...M,show_details:!0}}]}function U(V,H,C,L=A){return t`<div class="card empty">
    ${S(V)}
    <h2>${H}</h2>
    <p>${C}</p>
    ${L}
  </div>`}var p5=p`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
  }
  .empty > .icon {
    width: 48px;
    height: 48px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .empty p {
    max-width: 56ch;
    margin: 0 0 8px;
    color: var(--secondary-text-color, #5e5e5e);
  }
`;function L7(V,H,C,L){let{text:M}=V;return L.length>0?null:H.isKnown?C?C.device?U("waiting",M("card_unwatched",{name:X5(C.device)}),M("card_unwatched_why")):U("unknown",M("card_gone"),M("card_gone_why")):H.accounts.length===0?p6(V):U("offline",M("panel_no_servers"),M("card_no_servers_why")):d6(V,H)}function d6(V,{state:H}){let{text:C}=V;if(H.kind==="refused"){let L=C("panel_refused_why",{reason:H.message});return U("failed",C("card_refused"),L)}return!V.connected||H.kind==="lost"?U("away",C("card_away"),C("card_away_why")):V3(C("panel_loading"))}function p6({text:V,isAdmin:H}){return U("account",V("panel_no_account"),V(H?"panel_no_account_why":"panel_no_account_ask"),H?t`<a href=${X2} @click=${N}>${V("panel_add_account")}</a>`:A)}function V3(V){return t`<div class="skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <i class="round"></i><i class="bar"></i>
  </div>`}var M7=p`
  ${p5}

  /* A card of its own is around it. */
  .empty.card {
    height: 100%;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: none;
    background: none;
    box-shadow: none;
  }
  .empty > .icon {
    width: 32px;
    height: 32px;
  }
  .empty p {
    margin: 0;
  }

  .skeleton {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px;
  }
  .skeleton i {
    display: block;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 50%;
    height: 12px;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var m6={comma_decimal:"en-US",decimal_comma:"de",space_comma:"fr",quote_decimal:"de-CH",none:"en-US"},l6=new Set(["integer","group","decimal","fraction"]);function e7(V){let{locale:H}=V,C=s6(H),L=v6(H,C),M=H.time_zone==="server"?V.config.time_zone:void 0,e={...u6(H),minute:"2-digit"},r=x=>{let u=new Intl.DateTimeFormat(H.language,{...x,...M?{timeZone:M}:{}});return y=>u.format(y)},n=r(e),o=r({...e,second:"2-digit"}),v=r({day:"numeric",month:"short",...e}),h=new Intl.RelativeTimeFormat(H.language,{numeric:"always"}),l=new Intl.RelativeTimeFormat(H.language,{numeric:"auto"});return{number:C,milliseconds:x=>x<1e3?L(x,"millisecond",x<10?1:0):L(x/1e3,"second",1),percent:x6(H),duration:x=>S6(x,L),relative:x=>{let[u,y]=Z6(x);return u===0?l.format(0,y):h.format(u,y)},time:(x,u=!1)=>(u?o:n)(x),dateTime:v,day:r({day:"numeric",month:"short"})}}function L3(V){let H=new Map;return C=>{let L=H.get(C)??V(C);return H.set(C,L),L}}function r7(V){if(V.number_format!=="system")return m6[V.number_format]??V.language}function s6(V){let H=L3(C=>new Intl.NumberFormat(r7(V),{maximumFractionDigits:C,useGrouping:V.number_format!=="none"}));return(C,L=0)=>H(L).format(C)}function v6(V,H){let C=L3(L=>new Intl.NumberFormat(V.language,{style:"unit",unit:L,unitDisplay:"short"}));return(L,M,e=0)=>{let r=!1;return C(M).formatToParts(Number(L.toFixed(e))).map(o=>{if(!l6.has(o.type))return o.value;let v=r?"":H(L,e);return r=!0,v}).join("")}}function x6(V){let H=L3(C=>new Intl.NumberFormat(r7(V),{style:"percent",maximumFractionDigits:C}));return C=>C>.99&&C<1?H(1).format(Math.min(C,.999)):H(0).format(C)}function u6(V){return c6(V)?{hour:"numeric",hourCycle:"h12"}:{hour:"2-digit",hourCycle:"h23"}}function c6({time_format:V,language:H}){if(V==="12"||V==="24")return V==="12";let C=V==="system"?void 0:H,{hourCycle:L}=new Intl.DateTimeFormat(C,{hour:"numeric"}).resolvedOptions();return L==="h12"||L==="h11"}function Z6(V){let H=Math.abs(V);return H<60?[Math.trunc(V),"second"]:H<3600?[Math.trunc(V/60),"minute"]:H<86400?[Math.trunc(V/3600),"hour"]:[Math.trunc(V/86400),"day"]}function S6(V,H){let C=Math.max(0,Math.round(V)),L=[[Math.trunc(C/86400),"day"],[Math.trunc(C%86400/3600),"hour"],[Math.trunc(C%3600/60),"minute"],[C%60,"second"]],M=L.findIndex(([e])=>e>0);return M<0?H(0,"second"):L.slice(M,M+2).filter(([e])=>e>0).map(([e,r])=>H(e,r)).join(" ")}var h6=5e3,i2=class{constructor(H){this.value=null;this.#M=H,H.addController(this)}#M;#C;#L;#H;#V;hostConnected(){this.#C&&this.take(this.#C)}hostDisconnected(){clearTimeout(this.#V),this.#H=void 0}take(H){let C=this.#C;if(this.#C=H,this.#L?.language!==H.language){this.#H!==H.language&&this.#e(H);return}(!C||!this.value||f6(C,H))&&this.#r(H,this.#L.text)}async#e(H){clearTimeout(this.#V),this.#H=H.language;try{let C=await n1(H);this.#H===H.language&&(this.#H=void 0),this.#C?.language===H.language&&(this.#L={language:H.language,text:C},this.#r(this.#C,C))}catch{this.#H===H.language&&(this.#V=setTimeout(()=>this.#C&&this.#e(this.#C),h6))}}#r(H,C){this.value={connection:H.connection,connected:H.connected,text:C,format:e7(H),isAdmin:H.user?.is_admin??!1,rtl:document.dir==="rtl"||document.documentElement.dir==="rtl",hass:H},this.#M.requestUpdate()}};function f6(V,H){return V.connection!==H.connection||V.connected!==H.connected||V.locale!==H.locale||V.config.time_zone!==H.config.time_zone||V.config.components!==H.config.components||V.user?.is_admin!==H.user?.is_admin||V.entities!==H.entities}var g6="unknown_command",o2=class{#M;#C;#L;#H;#V;#e;#r=1e3;#t=0;#a=!1;constructor(H,C,L,M){this.#M=H,this.#C=C,this.#L=L,this.#H=M}open(){this.#a||(this.#a=!0,this.#M.addEventListener("ready",this.#i),this.#M.addEventListener("disconnected",this.#A),this.#o())}close(){this.#a=!1,this.#t+=1,clearTimeout(this.#e),this.#M.removeEventListener("ready",this.#i),this.#M.removeEventListener("disconnected",this.#A),this.#n()}#i=()=>{this.#V=void 0,this.#r=1e3,this.#o()};#A=()=>{this.#t+=1,this.#V=void 0,clearTimeout(this.#e),this.#H({kind:"lost"})};async#o(){clearTimeout(this.#e),this.#t+=1;let H=this.#t;try{let C=await this.#M.subscribeMessage(L=>H===this.#t&&this.#L(L),this.#C,{resubscribe:!1});if(H!==this.#t){this.#p(C);return}this.#V=C,this.#r=1e3,this.#H({kind:"live"})}catch(C){H===this.#t&&this.#d(C)}}#d(H){let{code:C,message:L}=H,M=C===g6||typeof C=="number"||!L;this.#H(M?{kind:"lost"}:{kind:"refused",message:L}),this.#e=setTimeout(()=>{this.#o()},this.#r),this.#r=Math.min(2*this.#r,3e4)}#n(){let H=this.#V;this.#V=void 0,H&&this.#p(H)}async#p(H){try{await H()}catch{return}}};var _={subscribeOverview:"plex_connection/subscribe_overview",subscribeServer:"plex_connection/subscribe_server",testConnections:"plex_connection/test_connections",rediscover:"plex_connection/rediscover",pin:"plex_connection/pin",forget:"plex_connection/forget"};var i7={state:{kind:"connecting"},isKnown:!1,bundle:null,accounts:[],servers:[]},O6=2e3,t7=new WeakMap;function H1(V){return`${V.entry_id}/${V.server_id}`}var M3=class{constructor(H){this.value=i7;this.#M=new Set;this.#L=new Map;this.#H=new Map;this.#C=new o2(H,{type:_.subscribeOverview},C=>this.#e(C),C=>this.#r({state:C}))}#M;#C;#L;#H;#V;listen(H){return clearTimeout(this.#V),this.#M.add(H),this.#C.open(),()=>{this.#M.delete(H),this.#M.size===0&&(this.#V=setTimeout(()=>this.#C.close(),O6))}}#e(H){L5(H.now),H.full&&(this.#L.clear(),this.#H.clear());for(let C of H.gone_accounts)this.#L.delete(C);for(let C of H.gone_servers)this.#H.delete(H1(C));for(let C of H.accounts)this.#L.set(C.entry_id,C);for(let C of H.servers)this.#H.set(H1(C),C);this.#r({isKnown:!0,bundle:H.bundle??null,accounts:[...this.#L.values()],servers:[...this.#H.values()].sort(y6)})}#r(H){this.value={...this.value,...H};for(let C of this.#M)C()}};function y6(V,H){return V.name.localeCompare(H.name)||H1(V).localeCompare(H1(H))}var a2=class{#M;#C;#L;#H=!1;constructor(H){this.#M=H,H.addController(this)}get value(){return this.#C?.value??i7}use(H){let C=t7.get(H);C||(C=new M3(H),t7.set(H,C)),C!==this.#C&&(this.#L?.(),this.#C=C,this.#V())}hostConnected(){this.#H=!0,this.#V()}hostDisconnected(){this.#H=!1,this.#L?.(),this.#L=void 0}#V(){this.#H&&this.#C&&(this.#L?.(),this.#L=this.#C.listen(()=>this.#M.requestUpdate()))}};var f1="/plex-connection";function m5(V){let H=[V.entry_id,V.server_id].map(encodeURIComponent);return`${f1}/server/${H.join("/")}`}function l5(V){let[,H,C,L]=V.split("/");if(H!=="server"||!C||!L)return null;try{return{entry_id:decodeURIComponent(C),server_id:decodeURIComponent(L)}}catch{return null}}var o7={compact:1,detailed:3},m1,b2,g1,T,a7,A7,e3,n7,d7,r3,p7,p1=class extends c{constructor(){super(...arguments);s(this,T);s(this,m1);s(this,b2,new i2(this));s(this,g1,new a2(this))}setConfig(C){H3(C),this.config=C}set hass(C){let L=a(this,m1)?.devices;B(this,m1,C),a(this,b2).take(C),a(this,g1).use(C.connection),L!==C.devices&&this.requestUpdate()}getCardSize(){let C=this.config?.show_details?o7.detailed:o7.compact;return Math.max(1,i(this,T,e3).call(this).length)*C}getGridOptions(){return{columns:this.config?.device?12:"full",rows:"auto",min_columns:6}}render(){let C=i(this,T,a7).call(this);return customElements.get("ha-card")?t`<ha-card>${C}</ha-card>`:t`<div class="card">${C}</div>`}};m1=new WeakMap,b2=new WeakMap,g1=new WeakMap,T=new WeakSet,a7=function(){let C=a(this,b2).value,L=a(this,g1).value;if(!this.config)return A;if(!C)return V3("");let M=i(this,T,e3).call(this);return L7(C,L,i(this,T,A7).call(this),M)??i(this,T,n7).call(this,C,M)},A7=function(){let C=this.config?.device||null;return C===null?null:{id:C,device:a(this,m1)?.devices?.[C]}},e3=function(){let{servers:C}=a(this,g1).value,L=this.config?.device;return L?C.filter(M=>M.device_id===L):C},n7=function(C,L){let M=a(this,g1).value,e=C.connected&&M.state.kind==="live",r=C.text(C.connected?"panel_notice_starting":"panel_notice_away");return t`<div class=${e?"":"stale"}>
      <p class="note secondary" role="status">${e?A:r}</p>
      ${this.config?.show_account?i(this,T,d7).call(this,C,L):i(this,T,r3).call(this,C,L)}
    </div>`},d7=function(C,L){let{accounts:M}=a(this,g1).value,e=r=>!this.config?.device||L.some(n=>n.entry_id===r);return t`${$(M.filter(r=>e(r.entry_id)),r=>r.entry_id,r=>t`<section aria-label=${r.title}>
        ${K0(C,r)}
        ${i(this,T,r3).call(this,C,L.filter(n=>n.entry_id===r.entry_id))}
      </section>`)}`},r3=function(C,L){let{columns:M,show_details:e,show_sparkline:r}=this.config??{},n=!!a(this,m1)?.panels?.[f1.slice(1)];return t`<ul style=${M?`--columns: ${M}`:""}>
      ${$(L,H1,o=>t`<li>
          <plex-connection-card-row
            .host=${C}
            .server=${o}
            .hasLine=${r??!0}
            .hasDetails=${e??!1}
            .path=${n?m5(o):null}
            .entityId=${n?null:i(this,T,p7).call(this,o)}
          ></plex-connection-card-row>
        </li>`)}
    </ul>`},p7=function(C){return a(this,m1)&&C.device_id?X0(a(this,m1),C.device_id,"connection_type")??null:null},p1.getStubConfig=H7,p1.getConfigForm=C7,p1.styles=[f,M7,q0,p`
      :host {
        display: block;
        height: 100%;
      }
      ha-card,
      .card {
        height: 100%;
        overflow: auto;
      }
      ul {
        display: grid;
        /* As many columns as fit, and at most as many as were asked for. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, max(240px, 100% / var(--columns, 12))), 1fr)
        );
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        /* What is out of sight costs nothing. */
        content-visibility: auto;
        contain-intrinsic-size: auto none auto 56px;
      }
      .note {
        margin: 0;
        padding: 10px 12px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .note:empty {
        position: absolute;
        padding: 0;
      }
      /* What may be out of date is pale, yet as readable as it was. */
      .stale ul {
        filter: grayscale(1);
        opacity: 0.9;
      }
    `],d([F()],p1.prototype,"config",2),d([m({reflect:!0})],p1.prototype,"layout",2),p1=d([Z(y2)],p1);var V1=class{constructor(H){this.state={kind:"idle"};this.#M=H,H.addController(this)}#M;get isRunning(){return this.state.kind==="running"}hostConnected(){}async run(H,C){if(!this.isRunning){this.#C({kind:"running"});try{let L=await H.connection.sendMessagePromise(C);this.#C({kind:"done",result:L})}catch(L){this.#C({kind:"failed",message:await t3(H,L)})}}}reset(){this.isRunning||this.#C({kind:"idle"})}#C(H){this.state=H,this.#M.requestUpdate()}};async function t3(V,H){let{code:C,message:L,...M}=b6(H),e=await k6(V,M);return e||(C==="unauthorized"?V.text("panel_error_unauthorized"):typeof C=="string"&&L?L:V.text("panel_error_no_answer"))}function b6(V){if(typeof V!="object"||V===null)return{};let H=V.error;return{code:"",...typeof H=="object"&&H!==null?H:V}}async function k6(V,{translation_key:H,translation_domain:C,translation_placeholders:L}){if(!H||!C)return"";try{return(await V.hass.loadBackendTranslation("exceptions",C))(`component.${C}.exceptions.${H}.message`,L)}catch{return""}}function G1(V,H,C,L,{isDisabled:M=!1,classes:e=""}={}){let r=C||M;return t`<button
    type="button"
    class="command ${e}"
    aria-busy=${C?"true":"false"}
    aria-disabled=${r?"true":A}
    @click=${()=>r||L()}
  >
    ${C?t`<span class="spinner" aria-hidden="true"></span>`:S(H)}
    <span>${V}</span>
  </button>`}var A2=p`
  button.command[aria-disabled="true"] {
    cursor: default;
  }
  button.command[aria-disabled="true"]:not([aria-busy="true"]) {
    opacity: 0.6;
  }
  .spinner {
    width: 20px;
    height: 20px;
    flex: none;
    border: 2px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;function s5({text:V,format:H},C){let{rate_limited:L,next_allowed:M,servers_found:e}=C;return L?M?V("panel_search_limited",{time:H.time(new Date(M),!0)}):V("panel_search_limited_for_now"):V("panel_search_found",{count:H.number(e)})}var w6={setup_in_progress:"wait",unload_in_progress:"wait",setup_retry:"wait"},T6={ok:"good",no_answer:"wait",token_rejected:"bad"},R6={good:"account",wait:"alert",bad:"failed"},Q1,G,m7,l7,s7,v7,x7,O1=class extends c{constructor(){super(...arguments);s(this,G);this.live=!1;s(this,Q1,new V1(this))}render(){let{account:C}=this,L=B6(C),M=C.state==="loaded";return t`<div class="card account ${L}">
      <span class="circle">${S(R6[L])}</span>
      <div class="who">
        <h2><bdi>${C.title}</bdi></h2>
        <span>${H5(this.host.text,C)}</span>
        ${L==="good"?A:i(this,G,m7).call(this)}
      </div>
      ${M?i(this,G,l7).call(this):A}
      ${M&&this.host.isAdmin?i(this,G,v7).call(this):A}
      <p role="status" class=${a(this,Q1).state.kind}>${i(this,G,x7).call(this)}</p>
    </div>`}};Q1=new WeakMap,G=new WeakSet,m7=function(){if(!this.host.isAdmin)return A;let C=this.account.plex_tv==="token_rejected"?"sign_in":"integration";return t`<a href=${Y2} @click=${N}>
      ${this.host.text(`panel_link_${C}`)}
    </a>`},l7=function(){let{account:C,host:L}=this,{text:M,format:e}=L;return t`<dl>
      <div class="wide">
        <dt>${M("panel_last_search")}</dt>
        <dd>${i(this,G,s7).call(this)}</dd>
      </div>
      <div>
        <dt>${M("panel_requests_today")}</dt>
        <dd class="number">${e.number(C.requests_today)}</dd>
      </div>
      <div>
        <dt>${M("panel_saved_today")}</dt>
        <dd class="number">${e.number(C.saved_today)}</dd>
      </div>
    </dl>`},s7=function(){let{account:C,host:L}=this;if(!C.discovered_at)return L.text("panel_none");let M=C.discovery_trigger?t`<span class="secondary">
          · ${_0(L.text,C.discovery_trigger)}</span
        >`:A;return t`${q(L,C.discovered_at)}${M}`},v7=function(){let{account:C,host:L}=this;return G1(L.text("panel_search_again"),"rediscover",a(this,Q1).isRunning,()=>{a(this,Q1).run(L,{type:_.rediscover,entry_id:C.entry_id})},{isDisabled:!this.live})},x7=function(){let{state:C}=a(this,Q1);switch(C.kind){case"running":return this.host.text("panel_searching");case"failed":return C.message;case"done":return s5(this.host,C.result);default:return""}},O1.styles=[f,O2,A2,p`
      :host {
        display: block;
      }
      .account {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 24px;
        padding: 12px 16px;
      }
      .good {
        --type-color: var(--success-color, #43a047);
      }
      .wait {
        --type-color: var(--warning-color, #ffa600);
      }
      .bad {
        --type-color: var(--error-color, #db4437);
      }
      .circle {
        margin-inline-end: -12px;
      }
      .who {
        display: flex;
        flex: 1 1 220px;
        flex-direction: column;
        min-width: 0;
        line-height: 20px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 24px;
        margin: 0;
        line-height: 20px;
      }
      dl .wide {
        /* As wide as it gets, so that nothing moves when a second passes. */
        width: 240px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
      }
      p {
        flex-basis: 100%;
        margin: 0;
        text-align: end;
      }
      /* It must stay there to be read out once it says something. */
      p:empty {
        position: absolute;
      }
    `],d([m({attribute:!1})],O1.prototype,"host",2),d([m({attribute:!1})],O1.prototype,"account",2),d([m({type:Boolean})],O1.prototype,"live",2),O1=d([Z("plex-connection-account-line")],O1);function B6({state:V,plex_tv:H}){return V!=="loaded"?w6[V]??"bad":H?T6[H]:"wait"}var i3={types:new Set,name:""},P6=["local","remote","relay","offline","unknown"];function c7(V){return V.connection_type??"unknown"}function Z7(V){return P6.map(H=>[H,V.filter(C=>c7(C)===H).length]).filter(([H,C])=>H!=="unknown"||C>0)}function o3(V,{types:H,name:C}){let L=u7(C.trim());return V.filter(M=>(H.size===0||H.has(c7(M)))&&u7(M.name).includes(L))}function S7(V,H){let C=new Set(V.types);return C.delete(H)||C.add(H),{...V,types:C}}function u7(V){return V.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase()}var F6=8;function h7(V,H,C,L){return H.length<2?A:t`<div class="filters">
    <div class="chips" role="group" aria-label=${V.text("panel_filter")}>
      ${Z7(H).map(([M,e])=>_6(V,M,e,C.types.has(M),()=>L(S7(C,M))))}
    </div>
    ${H.length<F6?A:E6(V,C,L)}
  </div>`}function _6(V,H,C,L,M){let e=H==="unknown"?null:H;return t`<button
    type="button"
    class="chip type-${H}"
    aria-pressed=${L?"true":"false"}
    @click=${M}
  >
    ${S(W(e))}
    <span>${b(V.text,e)}</span>
    <span class="number count">${V.format.number(C)}</span>
  </button>`}function E6(V,H,C){let L=V.text("panel_search_name");return t`<label class="search">
    ${S("search")}
    <span class="visually-hidden">${L}</span>
    <input
      type="search"
      autocomplete="off"
      placeholder=${L}
      .value=${H.name}
      @input=${M=>C({...H,name:M.target.value})}
    />
  </label>`}var f7=p`
  ${w}

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :host([narrow]) .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    width: 100%;
  }
  :host([narrow]) .search {
    width: 100%;
  }
  .chip {
    min-height: 36px;
    padding: 0 12px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  .chip .icon {
    color: var(--type-color);
  }
  .chip .count {
    font-weight: var(--ha-font-weight-bold, 600);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #009ac7);
    background: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 20%,
      var(--card-background-color, #fff)
    );
  }

  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 280px;
    max-width: 100%;
    min-height: 40px;
    padding-inline: 12px 4px;
    border: 1px solid var(--divider-color, #e0e0e0);
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    color: var(--secondary-text-color, #5e5e5e);
  }
  .search:focus-within {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -1px;
  }
  .search .icon {
    width: 20px;
    height: 20px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    height: 36px;
    border: none;
    outline: none;
    background: none;
    color: var(--primary-text-color, #141414);
    font: inherit;
  }
  .search input::placeholder {
    color: inherit;
    opacity: 1;
  }
`;var D6=4;function v5(V){return t`<div class="page skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <div class="chips">${Array.from({length:4},()=>t`<i class="pill"></i>`)}</div>
    <div class="account">
      <div class="card line"><i class="round"></i><i class="bar"></i></div>
      <div class="grid">
        ${Array.from({length:D6},()=>t`<div class="card box">
            <div><i class="round"></i><i class="bar"></i></div>
            <i class="bar"></i><i class="bar"></i><i class="bar short"></i>
          </div>`)}
      </div>
    </div>
  </div>`}var $6=p`
  .page {
    max-width: 1400px;
    margin: 0 auto;
    padding: 16px;
  }
  :host([narrow]) .page {
    padding: 8px;
  }
`,N6=p`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`,x5=p`
  ${$6}
  ${N6}

  .skeleton {
    display: grid;
    gap: 16px;
  }
  .skeleton .account {
    display: grid;
    gap: 8px;
  }
  .skeleton i {
    display: block;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    border-radius: 4px;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .skeleton .pill {
    width: 96px;
    height: 36px;
    border-radius: 18px;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 60%;
    height: 12px;
  }
  .skeleton .short {
    width: 40%;
  }
  .skeleton .line,
  .skeleton .box div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .skeleton .line {
    min-height: 68px;
    padding: 12px 16px;
  }
  .skeleton .box {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 166px;
    padding: 12px;
  }
  .skeleton .box div {
    min-height: 52px;
  }
  :host([narrow]) .skeleton .line {
    min-height: 213px;
    align-items: start;
  }
  :host([narrow]) .skeleton .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
  }
  :host([narrow]) .skeleton .pill {
    width: auto;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var n2,g7,O7,z1=class extends c{constructor(){super(...arguments);s(this,n2)}render(){let{host:C,server:L}=this,M=J2(C,L);return t`<div class="card tile type-${L.connection_type??"unknown"}">
      <div class="inner">
        <div class="head">
          <span class="circle">${S(W(L.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${m5(L)} @click=${N}>
                <bdi>${L.name}</bdi>
              </a>
            </h3>
            <span>${b(C.text,L.connection_type)}</span>
          </div>
          ${i(this,n2,g7).call(this)}
        </div>
        ${r5(C,L)}
        ${M.length>0?t`<ul class="badges">${M}</ul>`:A}
      </div>
    </div>`}};n2=new WeakSet,g7=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="now"><bdi class="number">${i(this,n2,O7).call(this)}</bdi></span>
      ${M2(L.recent_ms)}
      <span class="visually-hidden">${e2(C,L.recent_ms)}</span>
    </div>`},O7=function(){let{latency_ms:C}=this.server;return C===null?"–":this.host.format.milliseconds(C)},z1.styles=[f,w,C5,t5,r2,W0,p`
      :host {
        display: block;
      }
    `],d([m({attribute:!1})],z1.prototype,"host",2),d([m({attribute:!1})],z1.prototype,"server",2),z1=d([Z("plex-connection-server-tile")],z1);var y7=i3,k,A3,w7,n3,T7,R7,k2,B7,P7,F7,_7,E7,l1=class extends c{constructor(){super(...arguments);s(this,k);this.narrow=!1;this.filter=y7;s(this,k2,C=>{y7=C,this.filter=C})}render(){return t`
      <div role="status" class="notices">${i(this,k,w7).call(this)}</div>
      ${this.overview.isKnown?i(this,k,R7).call(this):i(this,k,T7).call(this)}
    `}};k=new WeakSet,A3=function(){return this.host.connected&&this.overview.state.kind==="live"},w7=function(){let{host:C,overview:L}=this;return C.connected?L.state.kind==="lost"?a3("waiting",C.text("panel_notice_starting")):L.state.kind==="refused"&&!L.isKnown?t`<span class="visually-hidden">${C.text("panel_refused")}</span>`:L.state.kind==="refused"?a3("alert",i(this,k,n3).call(this,L.state.message)):A:a3("away",C.text("panel_notice_away"))},n3=function(C){return this.host.text("panel_refused_why",{reason:C.replace(/\.$/,"")})},T7=function(){let{host:C,overview:L}=this;if(L.state.kind==="refused"){let M=i(this,k,n3).call(this,L.state.message);return b7(U("failed",C.text("panel_refused"),M))}return v5(C.text("panel_loading"))},R7=function(){let{accounts:C}=this.overview;return C.length===0?i(this,k,B7).call(this):t`<div class="page known ${a(this,k,A3)?"":"stale"}">
      ${h7(this.host,this.overview.servers,this.filter,a(this,k2))}
      ${$(C,L=>L.entry_id,L=>i(this,k,F7).call(this,L))}
      ${i(this,k,P7).call(this)}
    </div>`},k2=new WeakMap,B7=function(){let{text:C,isAdmin:L}=this.host;return b7(U("account",C("panel_no_account"),C(L?"panel_no_account_why":"panel_no_account_ask"),L?k7(X2,C("panel_add_account")):A))},P7=function(){let{host:C,overview:L,filter:M}=this,{servers:e}=L;return e.length===0||o3(e,M).length>0?A:U("search",C.text("panel_nothing_fits"),C.text("panel_nothing_fits_why",{count:C.format.number(e.length)}),t`<button type="button" @click=${()=>a(this,k2).call(this,i3)}>
        ${C.text("panel_show_all")}
      </button>`)},F7=function(C){let{host:L,overview:M}=this,e=M.servers.filter(r=>r.entry_id===C.entry_id);return t`<section aria-label=${C.title}>
      <plex-connection-account-line
        .host=${L}
        .account=${C}
        .live=${a(this,k,A3)}
      ></plex-connection-account-line>
      ${e.length>0?i(this,k,_7).call(this,e):i(this,k,E7).call(this,C)}
    </section>`},_7=function(C){return t`<ul class="grid">
      ${$(o3(C,this.filter),H1,L=>t`<li>
          <plex-connection-server-tile
            .host=${this.host}
            .server=${L}
          ></plex-connection-server-tile>
        </li>`)}
    </ul>`},E7=function(C){let{text:L,isAdmin:M}=this.host;return C.state!=="loaded"?A:U("offline",L("panel_no_servers"),L("panel_no_servers_why"),M?k7(Y2,L("panel_link_integration")):A)},l1.styles=[f,x5,p5,f7,p`
      :host {
        display: block;
      }
      .known,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .known {
        gap: 16px;
      }
      .grid li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      /* What may be out of date is pale, yet as readable as it was. */
      .stale {
        filter: grayscale(1);
        opacity: 0.9;
      }
      .notices {
        max-width: 1400px;
        margin: 0 auto;
        padding-inline: 16px;
      }
      :host([narrow]) .notices {
        padding-inline: 8px;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 16px;
        padding: 12px 16px;
      }
      .notice .icon {
        color: var(--warning-color, #ffa600);
      }
      .action {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: var(--ha-border-radius-pill, 9999px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
        color: var(--primary-text-color, #141414);
        font-weight: var(--ha-font-weight-medium, 500);
        text-decoration: none;
      }
      .action:hover {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
    `],d([m({attribute:!1})],l1.prototype,"host",2),d([m({attribute:!1})],l1.prototype,"overview",2),d([m({type:Boolean,reflect:!0})],l1.prototype,"narrow",2),d([F()],l1.prototype,"filter",2),l1=d([Z("plex-connection-overview-page")],l1);function b7(V){return t`<div class="page">${V}</div>`}function a3(V,H){return t`<div class="card notice">${S(V)}<span>${H}</span></div>`}function k7(V,H){return t`<a class="action" href=${V} @click=${N}>${H}</a>`}function D7(V,H,C){return V.text(`panel_outcome_${H}`,{time:V.format.milliseconds(1e3*C)})||V.text("panel_outcome_unknown")}function $7(V,H){return V.text(`panel_rejected_${H}`)||V.text("panel_rejected_unknown")}function d3(V){return V.explain_only?"looked_at":V.breaker!=="closed"?V.breaker==="open"?"resting":"retried":V.last_attempt?V.last_attempt.outcome==="ok"?"works":"fails":"not_asked"}function N7(V,H){let C=Date.parse(H.backoff_until??""),L=d3(H);return L==="resting"&&Number.isFinite(C)?V.text("panel_server_state_resting_until",{time:V.format.time(new Date(C),!0)}):V.text(`panel_server_state_${L}`)}var I7=["connect","tls","answer"];function p3(V){return V?[["connect",V.warm?null:V.connect_ms],["tls",V.warm?null:V.tls_ms],["answer",V.latency_ms]].flatMap(([C,L])=>L!==null&&Number.isFinite(L)&&L>=0?[{phase:C,ms:L}]:[]):[]}function m3(V){return V.reduce((H,{ms:C})=>H+C,0)}function W7(V){let H=0;for(let C of V)H=Math.max(H,m3(p3(C)));return H>0?H:1}function U7(V,H,C){let L=p3(H);if(L.length===0)return A;let M=e=>`width:${Math.min(100,100*e/C).toFixed(2)}%`;return t`<div class="phases">
    <div class="bar" dir="ltr" aria-hidden="true">
      ${L.map(({phase:e,ms:r})=>t`<span class=${e} style=${M(r)}></span>`)}
    </div>
    <div class="numbers">
      ${L.map(({phase:e,ms:r})=>t`<span>${G7(V,e)}
            <span class="number">${V.format.milliseconds(r)}</span></span>`)}
      ${L.length>1?t`<span>${V.text("panel_server_phase_total")}
              <span class="number">${V.format.milliseconds(m3(L))}</span></span>`:A}
    </div>
  </div>`}function G7(V,H){return V.text(`panel_server_phase_${H}`)}function Q7(V){return t`<ul class="legend phase-legend">
    ${I7.map(H=>t`<li><span class="dot ${H}"></span>${G7(V,H)}</li>`)}
  </ul>`}var z7=p`
  .phases .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .phases .bar span {
    flex: none;
    min-width: 2px;
    transition: width 180ms ease-in-out;
  }
  .connect {
    background: var(--accent-color, #ff9800);
  }
  .tls {
    background: var(--purple-color, #926bc7);
  }
  .answer {
    background: var(--primary-color, #009ac7);
  }
  .phases .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
`;var I6={works:"ok",fails:"failed",resting:"waiting",retried:"waiting",not_asked:"unknown",looked_at:"info"};function l3(V,H){let C=H.state.attempts.get(V.url)??null,L=V.last_attempt;return!C||!L?C??L:Date.parse(L.at)>Date.parse(C.at)?L:C}function K7(V,{host:H,test:C,scale:L,pinButton:M}){let e={...V,last_attempt:l3(V,C)},r=C.isWaitingFor(V.url);return t`<li
    class="candidate type-${V.type}"
    aria-busy=${r?"true":"false"}
  >
    <span class="kind">${S(W(V.type))}</span>
    <div class="body">
      ${W6(H,e)}
      <div class="small state">${U6(H,e)}</div>
      ${r?G6(H):Q6(H,e,L)}
    </div>
    ${M}
  </li>`}function W6(V,H){let C=[H.role?`panel_server_role_${H.role}`:null,H.pinned?"panel_badge_pinned":null].filter(L=>L!==null);return t`<div class="name">
      <span class="address">${H.address}</span>
      ${C.map(L=>t`<span class="chip">${V.text(L)}</span>`)}
    </div>
    ${H.host?t`<div class="small secondary host" title=${H.host}>
            <span class="address">${H.host}</span>
          </div>`:A}`}function U6(V,H){let{text:C,format:L}=V,M=d3(H);return t`<span>${b(C,H.type)}</span>
    <span class="standing ${M}">
      ${S(I6[M])}${N7(V,H)}
    </span>
    ${H.failure_count>0?t`<span class="secondary">
            ${C("panel_server_failures",{count:L.number(H.failure_count)})}
          </span>`:A}`}function G6(V){return t`<div class="small waiting">
    <span class="spinner" aria-hidden="true"></span>${V.text("panel_server_waiting")}
  </div>`}function Q6(V,{last_attempt:H,budget_s:C},L){if(!H)return A;let M=H.detail?` (${H.detail})`:"",e=H.warm?` · ${V.text("panel_server_warm")}`:"";return t`<div class="small secondary">
      ${D7(V,H.outcome,C)}${M} · ${q(V,H.at)}${e}
    </div>
    ${U7(V,H,L)}`}var q7=p`
  .candidates,
  .rejected {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .candidate {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
  .candidates > .candidate:first-child {
    border-block-start: none;
  }
  .kind {
    flex: none;
    color: var(--type-color);
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .host {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state,
  .waiting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .waiting .spinner {
    width: 14px;
    height: 14px;
  }
  .standing {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .standing .icon {
    width: 16px;
    height: 16px;
    fill: var(--secondary-text-color, #5e5e5e);
  }
  .standing.works .icon {
    fill: var(--success-color, #43a047);
  }
  .standing.fails .icon {
    fill: var(--error-color, #db4437);
  }
  .phases {
    margin-block-start: 4px;
  }
`;var P=p`
  :host {
    display: block;
    min-width: 0;
  }
  .card {
    padding: 16px;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 32px;
    margin-block-end: 8px;
  }
  p {
    margin: 0;
  }
  a {
    /* The colour of links is too pale on white. */
    color: inherit;
  }
  .number {
    /* "12 ms" reads from left to right where its unit is in Latin letters. */
    unicode-bidi: plaintext;
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
  }
  .message {
    margin-block-start: 8px;
  }
  .dot {
    display: inline-block;
    width: 10px;
    height: 10px;
    flex: none;
    border-radius: 50%;
    background: var(--type-color);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color, #5e5e5e);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .chip {
    display: inline-block;
    padding: 0 8px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(
      in srgb,
      var(--secondary-text-color, #5e5e5e) 15%,
      transparent
    );
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
  }
  summary {
    padding-block: 8px;
    cursor: pointer;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
`;var K1,M1,j7,Y7,X7,J7,L1=class extends c{constructor(){super(...arguments);s(this,M1);this.asked=null;s(this,K1,new V1(this))}render(){let{host:C,server:L,test:M}=this,{candidates:e}=L,r=W7(e.map(o=>l3(o,M))),n=C.isAdmin&&e.some(o=>o.pinnable);return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C.text("panel_server_candidates")}</h2>
        ${Q7(C)}
      </div>
      <ul class="candidates">
        ${$(e,({url:o})=>o,o=>K7(o,{host:C,test:M,scale:r,pinButton:n?i(this,M1,j7).call(this,o):A}))}
      </ul>
      ${e.length===0?t`<p class="secondary">${C.text("panel_server_no_candidates")}</p>`:A}
      <div role="status">${i(this,M1,X7).call(this)}</div>
      ${n?t`<p class="small secondary message">${C.text("panel_server_pin_means")}</p>`:A}
      ${i(this,M1,J7).call(this)}
    </section>`}};K1=new WeakMap,M1=new WeakSet,j7=function(C){let{text:L,connected:M}=this.host;if(!C.pinnable&&!C.pinned)return t`<span class="no-pin"></span>`;let e=this.asked?.url===C.url&&a(this,K1).isRunning,r=!M||a(this,K1).isRunning;return t`<button
      type="button"
      class="plain round command"
      aria-pressed=${C.pinned?"true":"false"}
      aria-busy=${e?"true":"false"}
      aria-disabled=${r?"true":A}
      aria-label=${L("panel_action_pin",{address:C.address})}
      title=${L(C.pinned?"panel_action_unpin":"panel_action_pin_short")}
      @click=${()=>r||i(this,M1,Y7).call(this,C)}
    >
      ${e?t`<span class="spinner" aria-hidden="true"></span>`:S(C.pinned?"pinned":"pin")}
    </button>`},Y7=function(C){let{entry_id:L,server_id:M}=this.server;this.asked={url:C.url,isPinned:!C.pinned},a(this,K1).run(this.host,{type:_.pin,entry_id:L,server_id:M,url:C.pinned?null:C.url})},X7=function(){let{state:C}=a(this,K1),{asked:L}=this;if(C.kind==="failed")return t`<p class="message">${C.message}</p>`;let M=this.server.candidates.find(r=>r.pinned)?.url,e=L?.isPinned?M===L.url:M===void 0;return C.kind==="done"&&L&&e?t`<p class="message">
          ${this.host.text(`panel_action_${L.isPinned?"pinned":"unpinned"}`)}
        </p>`:A},J7=function(){let{rejected:C}=this.server;if(C.length===0)return A;let{text:L,format:M}=this.host;return t`<details>
      <summary>
        ${L("panel_server_rejected",{count:M.number(C.length)})}
      </summary>
      <ul class="rejected">
        ${C.map(({url:e,reason:r})=>t`<li>
            <span class="address">${e}</span>
            <span class="small secondary">${$7(this.host,r)}</span>
          </li>`)}
      </ul>
    </details>`},L1.styles=[f,w,A2,P,z7,q7,p`
      .phase-legend {
        margin: 0;
      }
      .no-pin {
        width: 40px;
        flex: none;
      }
      .candidate button {
        color: var(--secondary-text-color, #5e5e5e);
      }
      button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .rejected li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding-block: 4px;
      }
    `],d([m({attribute:!1})],L1.prototype,"host",2),d([m({attribute:!1})],L1.prototype,"server",2),d([m({attribute:!1})],L1.prototype,"test",2),d([m({attribute:!1})],L1.prototype,"testState",2),d([F()],L1.prototype,"asked",2),L1=d([Z("plex-connection-candidate-list")],L1);var C4=10,b1,H4,V4,L4,y1=class extends c{constructor(){super(...arguments);s(this,b1);this.showsAll=!1}render(){let{text:C,format:L}=this.host,{changes:M}=this.server,e=this.showsAll?M:M.slice(0,C4);return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${C("panel_server_changes")}</h2></div>
      ${M.length===0?t`<p class="secondary">${C("panel_server_no_changes")}</p>`:A}
      <ol>
        ${$(e,z6,r=>i(this,b1,V4).call(this,r))}
      </ol>
      ${M.length>C4?t`<button
              type="button"
              class="plain"
              aria-expanded=${this.showsAll?"true":"false"}
              @click=${i(this,b1,H4)}
            >
              ${this.showsAll?C("panel_server_show_less"):C("panel_server_show_all",{count:L.number(M.length)})}
            </button>`:A}
    </section>`}};b1=new WeakSet,H4=function(){this.showsAll=!this.showsAll},V4=function(C){let{host:L}=this,{text:M,format:e}=L,r=C.to_address??C.from_address;return t`<li class="type-${C.to}">
      <span class="kind">${S(W(C.to))}</span>
      <div class="body">
        <div class="what">
          <span>${i(this,b1,L4).call(this,C)}</span>
          <span class="small secondary when">
            ${q(L,C.at)} · ${e.dateTime(new Date(C.at))}
          </span>
        </div>
        <div class="small secondary">
          ${S1(M,C.reason)} ·
          ${M("panel_server_took",{time:e.milliseconds(C.duration_ms)})}
        </div>
        ${r?t`<div class="small secondary address">${r}</div>`:A}
      </div>
    </li>`},L4=function({from:C,to:L}){let{text:M}=this.host;return C===null?b(M,L):C===L?M("panel_server_changed_address",{type:b(M,L)}):M("panel_server_changed",{from:b(M,C),to:b(M,L)})},y1.styles=[f,w,P,p`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 12px;
        padding-block: 8px;
        border-block-start: 1px solid var(--divider-color, #e0e0e0);
      }
      li:first-child {
        border-block-start: none;
      }
      .kind {
        color: var(--type-color);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
    `],d([m({attribute:!1})],y1.prototype,"host",2),d([m({attribute:!1})],y1.prototype,"server",2),d([F()],y1.prototype,"showsAll",2),y1=d([Z("plex-connection-change-list")],y1);function z6({at:V,reason:H,to_address:C}){return`${V} ${H} ${C}`}var s3={kind:"idle",urls:new Set,attempts:new Map,done:0,total:0,working:0,message:""},u5=class{constructor(H){this.state=s3;this.#V=0;this.#e=()=>{let H=this.#H;H&&this.isRunning&&(this.#L=void 0,this.#t(H,null))};this.#M=H,H.addController(this)}#M;#C;#L;#H;#V;hostConnected(){}hostDisconnected(){this.reset()}get isRunning(){return this.state.kind==="running"}isWaitingFor(H){return this.isRunning&&this.state.urls.has(H)&&!this.state.attempts.has(H)}async start(H,C){if(this.isRunning)return;this.#V+=1;let L=this.#V;this.#i({...s3,kind:"running"}),this.#C=H.connection,this.#C.addEventListener("disconnected",this.#e),this.#H=H;try{let M=await H.connection.subscribeMessage(e=>L===this.#V&&this.#r(H,e),{type:_.testConnections,...C},{resubscribe:!1});L===this.#V&&this.isRunning?this.#L=M:M4(M)}catch(M){L===this.#V&&this.#t(H,M)}}stop(){this.isRunning&&this.#a("stopped")}reset(){this.stop(),this.#i(s3)}#e;#r(H,C){let{state:L}=this;if(L.kind==="running")switch(C.event){case"started":this.#i({...L,urls:new Set(C.urls),total:C.urls.length});break;case"attempt":this.#i({...L,attempts:new Map(L.attempts).set(C.attempt.url,C.attempt),done:C.done,total:C.total});break;case"finished":this.#i({...L,total:C.tested,working:C.working}),this.#a("finished");break;case"failed":this.#t(H,C);break}}async#t(H,C){let L=this.#a("failed"),M=await t3(H,C);L===this.#V&&this.state.kind==="failed"&&this.#i({...this.state,message:M})}#a(H){this.#V+=1,this.#C?.removeEventListener("disconnected",this.#e);let C=this.#L;return this.#L=void 0,C&&M4(C),this.#i({...this.state,kind:H}),this.#V}#i(H){this.state=H,this.#M.requestUpdate()}};async function M4(V){try{await V()}catch{return}}var e4=50;function c5(V,H){let C=V>=e4&&V<=1e3-e4;return t`<span style="left:${V/10}%">${C?H:A}</span>`}var Z5=p`
  :host {
    container-type: inline-size;
  }
  .axis {
    position: relative;
    height: 24px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
  .axis span {
    position: absolute;
    padding-block-start: 6px;
    line-height: 18px;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span::before {
    position: absolute;
    top: 0;
    left: 50%;
    height: 6px;
    border-left: 1px solid var(--secondary-text-color, #5e5e5e);
    content: "";
  }
  @container (max-width: 480px) {
    .axis span:nth-child(even) {
      display: none;
    }
  }
`;var K6=[3e5,6e5,9e5,18e5,36e5,72e5,144e5,864e5,1728e5,432e6],q6=7,j6=24;function S5(V){return K6.find(H=>V/H<=q6)??V}function h5(V,H,C){return Math.max(H,Math.min(V,C-(C-H)/j6))}function r4(V,H){if(!H)return-6e4*new Date(V).getTimezoneOffset();let C=new Intl.DateTimeFormat("en-GB",{timeZone:H,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(V),L=e=>Number(C.find(r=>r.type===e)?.value??0);return Date.UTC(L("year"),L("month")-1,L("day"),L("hour"),L("minute"),L("second"))-1e3*Math.floor(V/1e3)}function f5(V,H,C,L){let M=[];if(!(H>V)||!(C>0)||(H-V)/C>1e3)return M;let e=r4(V,L),r=Math.ceil((V+e)/C)*C;for(let n=r;n-e<=H+36e5;n+=C){let o=n-r4(n-e,L);o>=V&&o<=H&&M.push(o)}return M}var g5={day:{length:864e5,period:"5minute"},week:{length:7*864e5,period:"hour"},month:{length:30*864e5,period:"day"}};function v3(V){return V.config.components.includes("recorder")}function x3(V){return V.config.components.includes("history")}async function t4(V,H){return(await V.sendMessagePromise({type:"history/history_during_period",start_time:new Date(h1()-864e5).toISOString(),entity_ids:[H],minimal_response:!0,no_attributes:!0}))[H]??[]}async function i4(V,H,C){let L=h1(),M=L-g5[C].length,e=await V.sendMessagePromise({type:"recorder/statistics_during_period",start_time:new Date(M).toISOString(),statistic_ids:H,period:g5[C].period,types:["mean","min","max"],units:{duration:"ms"}});return{range:C,from:M,to:L,rows:e}}var d2=class{constructor(H,C){this.hasFailed=!1;this.#H=null;this.#e=0;this.#r=0;this.#t=!1;this.#A=()=>{this.#e=Date.now()-3e5+1e4,this.#o()};this.#o=()=>{if(clearTimeout(this.#V),document.visibilityState==="hidden")return;let H=Date.now()-this.#e;H>=3e5||H<0?this.#d():this.#V=setTimeout(this.#o,3e5-H)};this.#M=H,this.#C=C,H.addController(this)}#M;#C;#L;#H;#V;#e;#r;#t;get isLoading(){return this.#H!==null&&this.value===void 0&&!this.hasFailed}use(H,C){H===this.#L&&C===this.#H||(this.#i(),this.#L=H,this.#H=C,this.#e=0,this.hasFailed=!1,C===null&&(this.value=void 0),this.#a())}hostConnected(){this.#t=!0,this.#a()}hostDisconnected(){this.#t=!1,this.#i()}#a(){this.#t&&this.#L&&this.#H!==null&&(this.#L.addEventListener("ready",this.#A),document.addEventListener("visibilitychange",this.#o),this.#o())}#i(){this.#r+=1,clearTimeout(this.#V),this.#L?.removeEventListener("ready",this.#A),document.removeEventListener("visibilitychange",this.#o)}#A;#o;async#d(){let{connection:H,key:C}={connection:this.#L,key:this.#H};if(!H||C===null)return;this.#e=Date.now(),this.#V=setTimeout(this.#o,3e5),this.#r+=1;let L=this.#r;try{let M=await this.#C(H,C);this.#n(L,()=>{this.value=M,this.hasFailed=!1})}catch{this.#n(L,()=>{this.hasFailed=!0,this.#e+=-27e4,this.#o()})}}#n(H,C){H===this.#r&&(C(),this.#M.requestUpdate())}};var Y6=[1,2,2.5,5,10],X6=4,J6=10,C8=.5;function o4(V){let H=Number.isFinite(V)&&V>0?V:J6,C=H/X6,L=10**Math.floor(Math.log10(C)),e=(Y6.find(r=>r*L>=C*(1-1e-9))??10)*L;return{top:e*Math.ceil(H/e*(1-1e-9)),step:e}}function a4(V,H){let C=V.map(M=>M.max??M.mean).sort((M,e)=>M-e),L=C[Math.floor(.98*(C.length-1))]??0;return V.reduce((M,e)=>Math.max(M,e.mean),Math.max(L,0,...H.filter(Number.isFinite)))}function A4(V){return V.mean!==null&&Number.isFinite(V.mean)&&Number.isFinite(V.start)&&Number.isFinite(V.end)}function u3(V){let H=[];for(let C of V){let L=H.at(-1),M=L?.at(-1);L&&M&&C.start-M.end<=C8*(C.end-C.start)?L.push(C):H.push([C])}return H}function q1(V,H,C){let L=C>H?(V-H)/(C-H):0;return Math.round(1e3*10*Math.min(1,Math.max(0,L)))/10}function j1(V,H){return q1(H-V,0,H)}function O5(V,H,C){return`${q1(H,V.from,V.to)} ${j1(C,V.top)}`}function w2(V){return(V.start+V.end)/2}function c3(V,H){return V.filter(C=>C.length>1).map(C=>`M${C.map(M=>O5(H,w2(M),M.mean)).join("L")}`).join("")}function n4(V,H){return V.flatMap(([C,...L])=>C&&L.length===0?`M${O5(H,w2(C),C.mean)}h.01`:[]).join("")}function d4(V,H){return V.filter(C=>C.length>1).map(C=>{let L=C.map(e=>O5(H,w2(e),e.max??e.mean)),M=C.map(e=>O5(H,w2(e),e.min??e.mean));return`M${[...L,...M.reverse()].join("L")}Z`}).join("")}function p4(V,H){let C=null,L=Number.POSITIVE_INFINITY;return V.forEach((M,e)=>{let r=Math.abs(w2(M)-H);r<L&&(C=e,L=r)}),C}var E,Z3,S3,h3,y5,s1=class extends c{constructor(){super(...arguments);s(this,E);this.count=0;this.index=null;this.label="";this.words=""}render(){let C=Math.max(0,this.count-1);return t`<div
      dir="ltr"
      class="area"
      @pointermove=${i(this,E,Z3)}
      @pointerdown=${i(this,E,Z3)}
      @pointerleave=${i(this,E,h3)}
    >
      <slot></slot>
      <input
        type="range"
        min="0"
        max=${C}
        step="1"
        .value=${String(this.index??C)}
        aria-label=${this.label}
        aria-valuetext=${this.words}
        ?disabled=${this.count===0}
        @input=${i(this,E,S3)}
        @focus=${i(this,E,S3)}
        @blur=${i(this,E,h3)}
      />
    </div>`}};E=new WeakSet,Z3=function(C){let{left:L,width:M}=C.currentTarget.getBoundingClientRect();if(M>0&&this.count>0){let e=(C.clientX-L)/M;i(this,E,y5).call(this,{share:Math.min(1,Math.max(0,e))})}},S3=function(C){i(this,E,y5).call(this,{index:Number(C.target.value)})},h3=function(C){let L=C instanceof PointerEvent&&C.pointerType==="touch",M=this.shadowRoot?.activeElement?.matches(":focus-visible")??!1;!L&&!(C.type==="pointerleave"&&M)&&i(this,E,y5).call(this,null)},y5=function(C){this.dispatchEvent(new CustomEvent("scrub",{detail:C}))},s1.styles=p`
    :host {
      display: block;
    }
    .area {
      position: relative;
      touch-action: pan-y;
      border-radius: var(--ha-border-radius-sm, 4px);
    }
    .area:has(input:focus-visible) {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      pointer-events: none;
    }
  `,d([m({attribute:!1})],s1.prototype,"count",2),d([m({attribute:!1})],s1.prototype,"index",2),d([m({attribute:!1})],s1.prototype,"label",2),d([m({attribute:!1})],s1.prototype,"words",2),s1=d([Z("plex-connection-scrubber")],s1);function f3(V,H){return H?b(V.text,H):V.text("panel_server_day_unknown")}function b5(V,H){if(!H)return"";let{text:C,format:L}=V,{from:M,to:e,type:r,change:n}=H,o={type:f3(V,r),from:L.time(new Date(M)),to:L.time(new Date(e)),duration:L.duration((e-M)/1e3)};return n?C("panel_server_day_stretch_why",{...o,reason:S1(C,n.reason)}):C("panel_server_day_stretch",o)}var H8=["local","remote","relay","offline"];function m4(V,H,C){if(!(C>H))return[];let L=V8(V,C),M=L.map(({at:r,type:n,change:o},v)=>({from:Math.max(r,H),to:Math.min(L[v+1]?.at??C,C),type:n,change:o})),e=L[0]?.at??C;return e>H&&M.unshift({from:H,to:Math.min(e,C),type:null,change:null}),r8(M.filter(r=>r.to>r.from))}function V8(V,H){let C=M8(L8(V.history),V.changes),L=C.at(-1);if(L?.type!==V.current){let M=Date.parse(V.since??""),e=Math.max(Number.isFinite(M)?M:H,L?.at??Number.NEGATIVE_INFINITY);C.push({at:e,type:V.current,change:null})}return C}function L8(V){return V.map(({s:H,lu:C,lc:L})=>({at:1e3*(L??C),type:H8.includes(H)?H:null,change:null})).filter(({at:H})=>Number.isFinite(H)).sort(l4).filter(({type:H},C,L)=>H!==L[C-1]?.type||C===0)}function M8(V,H){let C=V.map(L=>({...L}));for(let L of H){let M=Date.parse(L.at);if(!Number.isFinite(M))continue;let e=L.from===L.to?void 0:e8(C,M,L.to);e?e.change=L:C.push({at:M,type:L.to,change:L})}return C.sort(l4)}function e8(V,H,C){let L;for(let M of V){let e=Math.abs(M.at-H);M.type===C&&!M.change&&e<=15e3&&(!L||e<Math.abs(L.at-H))&&(L=M)}return L}function r8(V){let H=[];for(let C of V){let L=H.at(-1);L&&L.type===C.type&&!C.change?L.to=C.to:H.push({...C})}return H}function l4(V,H){return V.at-H.at}function k5(V){let{locale:H,config:C}=V.hass;return H.time_zone==="server"?C.time_zone:void 0}var s4=[null,"local","remote","relay","offline"],i8=2,o8=50,w1,R2,Q,z,D,g,x4,T2,u4,c4,g3,Z4,S4,h4,f4,g4,O4,k1=class extends c{constructor(){super(...arguments);s(this,g);this.picked=null;s(this,w1,new d2(this,t4));s(this,R2);s(this,Q,[]);s(this,z,0);s(this,D,0)}connectedCallback(){super.connectedCallback(),B(this,R2,M5(()=>i(this,g,x4).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,R2))==null||C.call(this)}willUpdate(){let{host:C,server:L}=this,M=L.entities.connection_type??null;a(this,w1).use(C.connection,x3(C.hass)?M:null),B(this,D,h1());let{changes:e,connection_type:r,since:n}=L,v={history:a(this,w1).value??[],changes:e,current:r,since:n},h=m4(v,a(this,D)-864e5,a(this,D));B(this,z,a(this,w1).isLoading?a(this,D)-864e5:h5(v4(h),a(this,D)-864e5,a(this,D))),B(this,Q,h.map(l=>({...l,from:Math.max(l.from,a(this,z))})).filter(({from:l,to:x})=>x>l))}render(){let{text:C}=this.host,L=a(this,Q),M=this.picked===null?null:L[this.picked]??null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${C("panel_server_day")}</h2></div>
      <plex-connection-scrubber
        .count=${L.length}
        .index=${this.picked}
        .label=${C("panel_server_day_slider")}
        .words=${b5(this.host,M??L.at(-1)??null)}
        @scrub=${i(this,g,O4)}
      >
        ${i(this,g,u4).call(this,M)}
      </plex-connection-scrubber>
      ${i(this,g,Z4).call(this)}
      <p class="readout small">
        ${M?i(this,g,S4).call(this,M):C("panel_server_day_hint")}
      </p>
      ${i(this,g,h4).call(this)} ${i(this,g,f4).call(this)} ${i(this,g,g4).call(this)}
    </section>`}};w1=new WeakMap,R2=new WeakMap,Q=new WeakMap,z=new WeakMap,D=new WeakMap,g=new WeakSet,x4=function(){Math.abs(h1()-a(this,D))>=6e4&&this.requestUpdate()},T2=function(C){return q1(C,a(this,z),a(this,D))},u4=function(C){let L=a(this,Q).filter(({change:M,from:e})=>M&&e>a(this,z)).map(({from:M})=>`M${i(this,g,T2).call(this,M)} 0v10`);return t`<svg
      class="bar"
      viewBox="0 0 ${1e3} 10"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      ${s4.map(M=>A1`<path class="type-${M??"unknown"}" d=${i(this,g,c4).call(this,M)}></path>`)}
      <path class="marks" d=${L.join("")}></path>
      ${C?A1`<path class="shown" d=${i(this,g,g3).call(this,C)}></path>`:A}
    </svg>`},c4=function(C){return a(this,Q).filter(L=>L.type===C).map(L=>i(this,g,g3).call(this,L)).join("")},g3=function({from:C,to:L}){let M=i(this,g,T2).call(this,C),e=Math.max(i8,i(this,g,T2).call(this,L)-M);return`M${Math.min(M,1e3-e)} 0h${e}v10h-${e}z`},Z4=function(){let C=S5(a(this,D)-a(this,z)),L=f5(a(this,z),a(this,D),C,k5(this.host));return t`<div class="axis" dir="ltr" aria-hidden="true">
      ${L.map(M=>c5(i(this,g,T2).call(this,M),this.host.format.time(new Date(M))))}
    </div>`},S4=function(C){return t`<span class="dot type-${C.type??"unknown"}"></span>
      <span>${b5(this.host,C)}</span>`},h4=function(){let C=s4.filter(L=>a(this,Q).some(M=>M.type===L));return t`<ul class="legend">
      ${[...C.filter(L=>L),...C.filter(L=>!L)].map(L=>t`<li>
          <span class="dot type-${L??"unknown"}"></span>${f3(this.host,L)}
        </li>`)}
    </ul>`},f4=function(){let{host:C,server:L}=this,M=C.format.time(new Date(v4(a(this,Q)))),e=x3(C.hass)?L.entities.connection_type?a(this,w1).hasFailed&&!a(this,w1).value?"no_answer":a(this,z)>a(this,D)-864e5?"before":null:"no_entity":"no_recorder",r=e&&C.text(`panel_server_day_${e}`,{time:M});return r?t`<p class="small secondary message">${r}</p>`:A},g4=function(){let C=a(this,Q).slice(-o8).reverse();return t`<details class="small">
      <summary>${this.host.text("panel_server_day_list")}</summary>
      <ol>
        ${C.map(L=>t`<li>${b5(this.host,L)}</li>`)}
      </ol>
    </details>`},O4=function(C){let{detail:L}=C;if(L===null)this.picked=null;else if("index"in L)this.picked=L.index;else{let M=a(this,z)+L.share*(a(this,D)-a(this,z)),e=a(this,Q).findIndex(r=>M<r.to);this.picked=e<0?a(this,Q).length-1:e}},k1.styles=[f,w,P,Z5,p`
      .bar {
        display: block;
        width: 100%;
        height: 40px;
        border-radius: var(--ha-border-radius-sm, 4px);
      }
      .bar path {
        fill: var(--type-color);
        shape-rendering: crispedges;
      }
      .bar .marks {
        fill: none;
        stroke: var(--card-background-color, #fff);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .bar .shown {
        fill: none;
        stroke: var(--primary-text-color, #141414);
        stroke-width: 3;
        vector-effect: non-scaling-stroke;
      }
      .bar .type-unknown {
        --type-color: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
      }
      .readout {
        display: flex;
        align-items: baseline;
        gap: 8px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      ol {
        margin: 0;
        padding-inline-start: 24px;
      }
    `],d([m({attribute:!1})],k1.prototype,"host",2),d([m({attribute:!1})],k1.prototype,"server",2),d([F()],k1.prototype,"picked",2),k1=d([Z("plex-connection-day-timeline")],k1);function v4(V){return(V.find(({type:C})=>C!==null)??V[0])?.from??Number.NEGATIVE_INFINITY}var y4=["local","remote","relay","offline"],a8=86400;function A8(V){return V.reduce((H,C)=>Math.max(H,b4(C).reduce((L,[,M])=>L+M,0)),a8)}function b4(V){return y4.flatMap(H=>{let C=V.seconds[H]??0;return Number.isFinite(C)&&C>0?[[H,C]]:[]})}function n8(V,H){let C=new Date(`${H}T00:00:00Z`);return Number.isNaN(C.getTime())?H:new Intl.DateTimeFormat(V.hass.locale.language,{weekday:"short",day:"numeric",month:"short",timeZone:"UTC"}).format(C)}function k4(V,H){if(H.length===0)return A;let C=A8(H),L=y4.filter(M=>H.some(e=>(e.seconds[M]??0)>0));return t`<h3>${V.text("panel_server_days")}</h3>
    <ul class="days">
      ${$(H,({date:M})=>M,M=>d8(V,M,C))}
    </ul>
    <ul class="legend">
      ${L.map(M=>t`<li class="type-${M}">
          <span class="dot"></span>${b(V.text,M)}
        </li>`)}
    </ul>`}function d8(V,H,C){let L=b4(H),M=L.map(([e,r])=>`${b(V.text,e)} ${V.format.duration(r)}`).join(", ");return t`<li>
    <span class="date small">${n8(V,H.date)}</span>
    <div class="bar" dir="ltr" title=${M} aria-hidden="true">
      ${L.map(([e,r])=>t`<span
            class="type-${e}"
            style="width:${(100*r/C).toFixed(2)}%"
          ></span>`)}
    </div>
    <span class="visually-hidden">${M}</span>
    <span class="small secondary changes">
      ${V.text("panel_server_day_changes",{count:V.format.number(H.changes)})}
    </span>
  </li>`}var w4=p`
  h3 {
    margin: 24px 0 4px;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .days {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .days li {
    display: grid;
    grid-template-columns: 88px 1fr minmax(72px, auto);
    align-items: center;
    gap: 8px;
    position: relative;
    min-height: 28px;
  }
  .days .bar {
    display: flex;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .days .bar span {
    flex: none;
    min-width: 1px;
    background: var(--type-color);
  }
  .days .changes {
    text-align: end;
  }
`;var w5,T4,Y1=class extends c{constructor(){super(...arguments);s(this,w5)}render(){let{host:C,server:L}=this,{text:M}=C;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${M("panel_server_figures")}</h2></div>
      <dl>
        ${i(this,w5,T4).call(this).map(([e,r])=>t`<div>
              <dt>${M(`panel_server_${e}`)}</dt>
              <dd class="number">${r}</dd>
            </div>`)}
      </dl>
      ${L.latency.count>0?t`<p class="small secondary message">
              ${M(L.latency.warm?"panel_server_of_open":"panel_server_of_new",{count:C.format.number(L.latency.count)})}
            </p>`:A}
      ${k4(C,L.days)}
    </section>`}};w5=new WeakSet,T4=function(){let{host:C,server:L}=this,{format:M}=C,e=v=>v===null?"–":M.milliseconds(v),{latency:r,failovers:n,success_rate:o}=L;return[["success_rate",o===null?"–":M.percent(o)],["p50",e(r.p50_ms)],["p95",e(r.p95_ms)],["p99",e(r.p99_ms)],["failovers",M.number(n.count)],["failover_usual",e(n.p50_ms)],["failover_most",e(n.max_ms)],["relay_today",M.duration(60*L.relay_minutes_today)],["requests_today",M.number(L.requests_today)]]},Y1.styles=[f,w,P,w4,p`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
      }
    `],d([m({attribute:!1})],Y1.prototype,"host",2),d([m({attribute:!1})],Y1.prototype,"server",2),Y1=d([Z("plex-connection-figures")],Y1);function R4({entities:V}){let{latency:H,latency_p50:C,latency_p95:L}=V;return H?[H,C,L].filter(M=>M!==void 0):[]}function B4(V,H){let{entities:C,latency:L}=H,M=u=>p8(u?V.rows[u]:void 0),e=M(C.latency);if(e.length===0)return null;let r=[{name:"p50",rows:M(C.latency_p50),now:L.p50_ms},{name:"p95",rows:M(C.latency_p95),now:L.p95_ms}],n=r.flatMap(u=>u.rows.length>0?u.rows.map(({mean:y})=>y):u.now??[]),{top:o,step:v}=o4(a4(e,n)),{range:h,to:l}=V,x=h5(e[0]?.start??l,V.from,l);return{range:h,frame:{from:x,to:l,top:o},step:v,rows:e,percentiles:r}}function p8(V){return(V??[]).filter(A4).sort((H,C)=>H.start-C.start)}function m8(V,H,C){let L=new Date(C.start),{format:M}=V;return H==="day"?M.time(L):H==="week"?M.dateTime(L):M.day(L)}function O3(V,H,C){let{milliseconds:L}=V.format,M=V.text("panel_server_latency_row",{time:m8(V,H.range,C),mean:L(C.mean),least:L(C.min??C.mean),most:L(C.max??C.mean)}),e=H.percentiles.flatMap(({name:r,rows:n})=>{let o=n.find(v=>v.start===C.start);return o?`${V.text(`panel_server_${r}`)} ${L(o.mean)}`:[]});return[M,...e].join(" · ")}function P4(V,H){let C=H.rows.map(({mean:M})=>M),{milliseconds:L}=V.format;return V.text("panel_server_latency_chart",{range:V.text(`panel_server_range_${H.range}`),least:L(C.reduce((M,e)=>Math.min(M,e))),most:L(C.reduce((M,e)=>Math.max(M,e))),mean:L(C.reduce((M,e)=>M+e,0)/C.length)})}function F4(){return Object.keys(g5)}function _4(V,H,C){let{frame:L,rows:M,percentiles:e}=H,r=u3(M);return t`<div class="plot">
    <svg
      viewBox="0 0 ${1e3} ${1e3}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${P4(V,H)}
      focusable="false"
    >
      <path class="lines" d=${l8(H)}></path>
      <path class="band" d=${d4(r,L)}></path>
      ${e.map(n=>s8(H,n))}
      <path class="line" d=${c3(r,L)}></path>
      <path class="dots" d=${n4(r,L)}></path>
      ${C?x8(H,C):A}
    </svg>
    ${e.map(n=>v8(V,H,n))}
  </div>`}function E4({frame:V,step:H}){let C=Math.min(10,Math.round(V.top/H));return Array.from({length:C+1},(L,M)=>M*H)}function l8(V){return E4(V).map(H=>`M0 ${j1(H,V.frame.top)}h${1e3}`).join("")}function s8(V,{name:H,rows:C,now:L}){return C.length>0?A1`<path class=${H} d=${c3(u3(C),V.frame)}></path>`:L===null?A:A1`<path class="${H} now" d="M0 ${j1(L,V.frame.top)}h${1e3}"></path>`}function v8(V,H,{name:C,rows:L,now:M}){if(L.length>0||M===null)return A;let e=V.text(`panel_server_${C}_now`,{latency:V.format.milliseconds(M)});return t`<span
    class="label ${C}"
    style="top:${j1(M,H.frame.top)/10}%"
    aria-hidden="true"
    >${e}</span
  >`}function x8({frame:V},H){let C=q1((H.start+H.end)/2,V.from,V.to),L=j1(H.mean,V.top);return A1`<path class="pointer" d="M${C} 0v${1e3}"></path>
    <path class="point" d="M${C} ${L}h.01"></path>`}function D4(V,H){return t`<div class="values" aria-hidden="true">
    ${E4(H).map(C=>t`<span style="top:${j1(C,H.frame.top)/10}%"
        >${V.format.milliseconds(C)}</span
      >`)}
  </div>`}function $4(V,H){let{from:C,to:L}=H.frame,M=S5(L-C),e=f5(C,L,M,k5(V)),r=M<864e5?V.format.time:V.format.day;return t`<div class="axis" aria-hidden="true">
    ${e.map(n=>c5(q1(n,C,L),r(new Date(n))))}
  </div>`}var N4=p`
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block-start: 8px;
  }
  .values {
    position: relative;
    min-width: 44px;
    height: 200px;
  }
  .values span {
    position: absolute;
    right: 0;
    transform: translateY(-50%);
    white-space: nowrap;
  }
  .values {
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .axis {
    grid-column: 2;
  }
  .plot {
    position: relative;
    height: 200px;
  }
  .plot svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .plot .lines {
    stroke: var(--divider-color, #e0e0e0);
    stroke-width: 1;
  }
  .plot .band {
    fill: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
  }
  .plot .line {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 2;
  }
  .plot .dots {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 5;
  }
  .plot path.p50 {
    stroke: var(--purple-color, #926bc7);
    stroke-width: 1.5;
  }
  .plot path.p95 {
    stroke: var(--accent-color, #ff9800);
    stroke-width: 1.5;
  }
  .plot .now {
    stroke-dasharray: 4 4;
  }
  .plot .pointer {
    stroke: var(--secondary-text-color, #5e5e5e);
    stroke-width: 1;
  }
  .plot .point {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 9;
  }
  .label {
    position: absolute;
    right: 4px;
    padding-inline: 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--card-background-color, #fff) 80%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
    transform: translateY(-50%);
  }
  .label.p50 {
    right: auto;
    left: 4px;
  }
`;function u8(V,H){return[V,...H].join(" ")}var p2,K,I4,W4,U4,G4,Q4,v1=class extends c{constructor(){super(...arguments);s(this,K);this.range="day";this.picked=null;s(this,p2,new d2(this,(C,L)=>{let[M,...e]=L.split(" ");return i4(C,e,M)}))}willUpdate(){let{host:C,server:L}=this,M=R4(L),e=v3(C.hass)&&M.length>0;a(this,p2).use(C.connection,e?u8(this.range,M):null)}render(){let{text:C}=this.host,{value:L}=a(this,p2),M=L?B4(L,this.server):null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C("panel_server_latency")}</h2>
        <div class="ranges" role="group" aria-label=${C("panel_server_ranges")}>
          ${F4().map(e=>i(this,K,I4).call(this,e))}
        </div>
      </div>
      ${M?i(this,K,W4).call(this,M):i(this,K,Q4).call(this)}
    </section>`}};p2=new WeakMap,K=new WeakSet,I4=function(C){return t`<button
      type="button"
      class="plain"
      aria-pressed=${C===this.range?"true":"false"}
      @click=${()=>{this.range=C,this.picked=null}}
    >
      ${this.host.text(`panel_server_range_${C}`)}
    </button>`},W4=function(C){let{host:L}=this,{text:M}=L,e=C.rows.length-1,r=this.picked===null?null:C.rows[this.picked]??null,n=r??C.rows[e];return t`<div class="chart" dir="ltr">
        ${D4(L,C)}
        <plex-connection-scrubber
          .count=${C.rows.length}
          .index=${this.picked}
          .label=${M("panel_server_latency_slider")}
          .words=${n?O3(L,C,n):""}
          @scrub=${o=>i(this,K,G4).call(this,o.detail,C)}
        >
          ${_4(L,C,r)}
        </plex-connection-scrubber>
        ${$4(L,C)}
      </div>
      <p class="readout small">
        ${r?O3(L,C,r):i(this,K,U4).call(this,C)}
      </p>`},U4=function(C){let{text:L}=this.host,M=C.percentiles.filter(({rows:e})=>e.length>0);return t`<span class="key line">${L("panel_server_latency_mean")}</span>
      <span class="key band">${L("panel_server_latency_band")}</span>
      ${M.map(({name:e})=>t`<span class="key ${e}">${L(`panel_server_${e}`)}</span>`)}`},G4=function(C,{frame:L,rows:M}){if(C===null)this.picked=null;else if("index"in C)this.picked=C.index;else{let e=L.from+C.share*(L.to-L.from);this.picked=p4(M,e)}},Q4=function(){let{host:C,server:L}=this,{value:M,hasFailed:e}=a(this,p2),r=v3(C.hass)?L.entities.latency?M?this.range==="day"?"none":"none_yet":e?"no_answer":null:"no_entity":"no_recorder";if(r===null)return t`<div class="loading" role="status">
        <span class="visually-hidden">${C.text("panel_loading")}</span>
      </div>`;let n=L.recent_ms;return t`<p class="secondary">${C.text(`panel_server_latency_${r}`)}</p>
      ${n.length>1?t`<div class="recent type-${L.connection_type??"unknown"}" dir="ltr">
                ${M2(n)}
              </div>
              <p class="small secondary">${e2(C,n)}</p>`:A}`},v1.styles=[f,w,P,r2,Z5,N4,p`
      .ranges {
        display: flex;
        gap: 4px;
      }
      .ranges button {
        min-height: 32px;
        padding: 0 12px;
      }
      .ranges button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      .key::before {
        display: inline-block;
        width: 16px;
        height: 3px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key-color);
        vertical-align: middle;
        content: "";
      }
      .key.line {
        --key-color: var(--primary-color, #009ac7);
      }
      .key.band {
        --key-color: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
      .key.band::before {
        height: 10px;
      }
      .key.p50 {
        --key-color: var(--purple-color, #926bc7);
      }
      .key.p95 {
        --key-color: var(--accent-color, #ff9800);
      }
      .loading {
        height: 264px;
      }
      .recent {
        margin-block-start: 16px;
      }
      .recent .sparkline {
        height: 64px;
      }
    `],d([m({attribute:!1})],v1.prototype,"host",2),d([m({attribute:!1})],v1.prototype,"server",2),d([F()],v1.prototype,"range",2),d([F()],v1.prototype,"picked",2),v1=d([Z("plex-connection-latency-chart")],v1);var x1,m2,z4,K4,e1=class extends c{constructor(){super(...arguments);s(this,m2);this.heading="";this.words="";this.yes="";this.no="";s(this,x1)}async ask(){var C;return await this.updateComplete,(C=a(this,x1))==null||C.call(this,!1),this.dialog.open||(this.dialog.returnValue="",this.dialog.showModal()),new Promise(L=>{B(this,x1,L)})}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,x1))==null||C.call(this,!1),B(this,x1,void 0)}render(){return t`<dialog
      aria-labelledby="heading"
      aria-describedby="words"
      @close=${i(this,m2,z4)}
      @click=${i(this,m2,K4)}
    >
      <form method="dialog">
        <h2 id="heading">${this.heading}</h2>
        <p id="words">${this.words}</p>
        <div class="buttons">
          <button class="plain" value="no" autofocus>${this.no}</button>
          <button class="danger" value="yes">${this.yes}</button>
        </div>
      </form>
    </dialog>`}};x1=new WeakMap,m2=new WeakSet,z4=function(){var C;this.dialog.open||((C=a(this,x1))==null||C.call(this,this.dialog.returnValue==="yes"),B(this,x1,void 0))},K4=function(C){C.target===this.dialog&&this.dialog.close()},e1.styles=[f,p`
      dialog {
        width: min(560px, calc(100vw - 32px));
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(
          --ha-dialog-surface-background,
          var(--card-background-color, #fff)
        );
        color: inherit;
        box-shadow: 0 8px 32px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      form {
        padding: 24px;
      }
      p {
        margin: 16px 0 24px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `],d([m({attribute:!1})],e1.prototype,"heading",2),d([m({attribute:!1})],e1.prototype,"words",2),d([m({attribute:!1})],e1.prototype,"yes",2),d([m({attribute:!1})],e1.prototype,"no",2),d([h2("dialog")],e1.prototype,"dialog",2),e1=d([Z("plex-connection-confirm-dialog")],e1);var X1,u1,J1,O,b3,q4,j4,Y4,X4,J4,T5,k3,C9,H9,X=class extends c{constructor(){super(...arguments);s(this,O);s(this,X1,new V1(this));s(this,u1,new V1(this));s(this,J1,new V1(this))}render(){let{text:C,connected:L}=this.host,M={isDisabled:!L};return t`
      <div class="buttons">
        ${i(this,O,q4).call(this)}
        ${G1(C("panel_action_rediscover"),"rediscover",a(this,X1).isRunning,()=>i(this,O,T5).call(this,a(this,X1),_.rediscover),M)}
        ${this.server.pinned||a(this,u1).isRunning?G1(C("panel_action_unpin"),"unpin",a(this,u1).isRunning,()=>{i(this,O,C9).call(this)},M):A}
        ${G1(C("panel_action_forget"),"forget",a(this,J1).isRunning,()=>{i(this,O,H9).call(this)},{...M,classes:"plain"})}
      </div>
      ${i(this,O,Y4).call(this)}
      <div role="status">${i(this,O,X4).call(this)}</div>
      <plex-connection-confirm-dialog
        .heading=${C("panel_action_forget_title",{name:this.server.name})}
        .words=${C("panel_action_forget_text")}
        .yes=${C("panel_action_forget_yes")}
        .no=${C("panel_action_cancel")}
      ></plex-connection-confirm-dialog>
    `}};X1=new WeakMap,u1=new WeakMap,J1=new WeakMap,O=new WeakSet,b3=function(){let{entry_id:C,server_id:L}=this.server;return{entry_id:C,server_id:L}},q4=function(){let{text:C,connected:L}=this.host,{isRunning:M}=this.test;return G1(C(M?"panel_action_stop":"panel_action_test"),M?"failed":"test",!1,()=>M?this.test.stop():i(this,O,j4).call(this),{isDisabled:!L,classes:"test"})},j4=function(){i(this,O,k3).call(this),this.test.start(this.host,a(this,O,b3))},Y4=function(){let{kind:C,done:L,total:M}=this.testState;if(C!=="running")return A;let e=M>0?this.host.text("panel_action_test_progress",{done:L,total:M}):this.host.text("panel_action_test_begins");return t`<div class="progress">
      <progress
        max=${Math.max(M,1)}
        value=${L}
        aria-label=${this.host.text("panel_action_test")}
      ></progress>
      <span class="number">${e}</span>
    </div>`},X4=function(){let{text:C}=this.host;return[i(this,O,J4).call(this),y3(a(this,X1),L=>s5(this.host,L)),y3(a(this,u1),()=>C("panel_action_unpinned")),y3(a(this,J1),()=>C("panel_action_forgotten"))].map(L=>L?t`<p class="message">${L}</p>`:A)},J4=function(){let{kind:C,done:L,total:M,working:e,message:r}=this.testState;switch(C){case"finished":return this.host.text("panel_action_test_finished",{working:e,total:M});case"stopped":return M>0?this.host.text("panel_action_test_stopped",{done:L,total:M}):this.host.text("panel_action_test_stopped_early");case"failed":return r;default:return""}},T5=function(C,L,M={}){i(this,O,k3).call(this);let{entry_id:e}=this.server,r=L===_.rediscover?{entry_id:e}:a(this,O,b3);return C.run(this.host,{type:L,...r,...M})},k3=function(){for(let C of[a(this,X1),a(this,u1),a(this,J1)])C.reset()},C9=async function(){await i(this,O,T5).call(this,a(this,u1),_.pin,{url:null}),a(this,u1).state.kind==="done"&&this.testButton.focus()},H9=async function(){await this.dialog.ask()&&await i(this,O,T5).call(this,a(this,J1),_.forget)},X.styles=[f,A2,P,p`
      :host {
        margin-block-start: 16px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 12px;
      }
      progress {
        flex: 1;
        max-width: 480px;
        height: 4px;
        border: none;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-bar {
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-value {
        background: var(--primary-color, #009ac7);
        transition: width 180ms ease-in-out;
      }
      progress::-moz-progress-bar {
        background: var(--primary-color, #009ac7);
      }
    `],d([m({attribute:!1})],X.prototype,"host",2),d([m({attribute:!1})],X.prototype,"server",2),d([m({attribute:!1})],X.prototype,"test",2),d([m({attribute:!1})],X.prototype,"testState",2),d([h2("plex-connection-confirm-dialog")],X.prototype,"dialog",2),d([h2(".test")],X.prototype,"testButton",2),X=d([Z("plex-connection-server-actions")],X);function y3(V,H){let{state:C}=V;return C.kind==="done"?H(C.result):C.kind==="failed"?C.message:""}var r1,V9,L9,M9,e9,C2=class extends c{constructor(){super(...arguments);s(this,r1)}render(){let{server:C}=this;return t`<section class="card type-${C.connection_type??"unknown"}">
      <div class="top">
        <span class="circle">${S(W(C.connection_type))}</span>
        <div class="what">
          <div role="status"><h2>${i(this,r1,V9).call(this)}</h2></div>
          <p class="secondary">${i(this,r1,L9).call(this)}</p>
        </div>
        ${i(this,r1,M9).call(this)}
      </div>
      <dl>${i(this,r1,e9).call(this)}</dl>
      <slot></slot>
    </section>`}};r1=new WeakSet,V9=function(){let{host:C,server:L}=this,M=b(C.text,L.connection_type);return L.active?t`${M}
      <span class="address">${L.active.address}</span>`:t`${M}`},L9=function(){let{host:C,server:L}=this;if(!L.since)return A;let M=L.reason?t` · ${S1(C.text,L.reason)}`:A;return t`${q(C,L.since)}${M}`},M9=function(){let{device_id:C}=this.server;return C?t`<a class="device" href="/config/devices/device/${C}" @click=${N}>
      ${this.host.text("panel_server_device")}
    </a>`:A},e9=function(){let{host:C,server:L}=this,{text:M,format:e}=C,r=h=>h===null?null:t`<span class="number">${e.milliseconds(h)}</span>`,n=L.standby?t`${b(M,L.standby.type)}
          <span class="address">${L.standby.address}</span>`:M("panel_none"),o=L.success_rate;return[["panel_latency",r(L.latency_ms)],["panel_server_usual",r(L.latency.usual_ms)],["panel_server_success_rate",o===null?null:e.percent(o)],["panel_next_check",Y5(C,L)],["panel_standby",n],["panel_server_push",M(`panel_server_push_${L.push_open?"open":"closed"}`)],["panel_server_version",L.version],["panel_server_platform",L.platform],["panel_server_owner",L.owned?null:L.owner_name??"–"]].filter(([,h])=>h!==null).map(([h,l])=>t`<div><dt>${M(h)}</dt><dd><bdi>${l}</bdi></dd></div>`)},C2.styles=[f,w,P,p`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .circle {
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
        flex: none;
        border-radius: 50%;
        background: color-mix(in srgb, var(--type-color) 20%, transparent);
        color: var(--type-color);
      }
      .what {
        flex: 1 1 200px;
        min-width: 0;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
      }
      h2 .address {
        color: var(--secondary-text-color, #5e5e5e);
      }
      .device {
        padding-block: 8px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(160px, 45%), 1fr));
        gap: 12px 16px;
        margin: 16px 0 0;
      }
      dl div {
        min-width: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `],d([m({attribute:!1})],C2.prototype,"host",2),d([m({attribute:!1})],C2.prototype,"server",2),C2=d([Z("plex-connection-server-head")],C2);var c8={offline:["error","offline"],starting:["info","waiting"],relay:["warning","relay"],slow:["warning","slow"],unencrypted:["warning","unencrypted"],pinned:["info","pinned"],better:["info","better"],away:["warning","alert"],refused:["error","alert"]};function Z8(V){return[["offline",V.connection_type==="offline"&&!V.starting],["starting",V.starting],["relay",V.connection_type==="relay"],["slow",V.performance==="degraded"],["unencrypted",V.encrypted===!1],["pinned",V.pinned!==null&&V.connection_type!=="offline"],["better",V.better!==null]].filter(([,C])=>C).map(([C])=>C)}function S8(V,H,C){let{text:L,format:M}=V,{better:e,pinned:r,latency:n,latency_ms:o}=H;return C==="slow"&&o!==null&&n.usual_ms!==null?L("panel_server_notice_slow_than",{latency:M.milliseconds(o),usual:M.milliseconds(n.usual_ms)}):C==="offline"&&r?L("panel_server_notice_offline_pinned",{address:r}):L(`panel_server_notice_${C==="better"&&r?"better_pinned":C}`,{type:e?b(L,e.type):"",address:(C==="pinned"?r:e?.address)??""})}function R5(V,H){let[C,L]=c8[V];return t`<div class="notice ${C}">${S(L)}<span>${H}</span></div>`}function r9(V,H){return t`${$(Z8(H),C=>C,C=>R5(C,S8(V,H,C)))}`}var t9=p`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--notice-color) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .notice .icon {
    fill: var(--notice-color);
  }
  .notice.error {
    --notice-color: var(--error-color, #db4437);
  }
  .notice.warning {
    --notice-color: var(--warning-color, #ffa600);
  }
  .notice.info {
    --notice-color: var(--info-color, #039be5);
  }
`;var B5=class{constructor(H){this.state={kind:"connecting"};this.#V=!1;this.#M=H,H.addController(this)}#M;#C;#L;#H;#V;use(H,C){H===this.#L&&C.entry_id===this.#H?.entry_id&&C.server_id===this.#H?.server_id||(this.#C?.close(),this.#L=H,this.#H=C,this.server=void 0,this.state={kind:"connecting"},this.#C=new o2(H,{type:_.subscribeServer,...C},M=>{L5(M.now),this.server=M.server,this.#M.requestUpdate()},M=>{this.state=M,this.#M.requestUpdate()}),this.#V&&this.#C.open())}hostConnected(){this.#V=!0,this.#C?.open()}hostDisconnected(){this.#V=!1,this.#C?.close()}};var h8=8,B1,P1,B2,I,i9,o9,a9,A9,n9,d9,R1=class extends c{constructor(){super(...arguments);s(this,I);this.narrow=!1;s(this,B1,new B5(this));s(this,P1,new u5(this));s(this,B2)}willUpdate(){let C=H1(this.ref);C!==a(this,B2)&&(B(this,B2,C),a(this,P1).reset()),a(this,B1).use(this.host.connection,this.ref)}render(){let{server:C}=a(this,B1);return t`<div class="page">
      <div class="notices" role="status">${i(this,I,i9).call(this)}</div>
      ${C?i(this,I,a9).call(this,C):C===null?i(this,I,n9).call(this):i(this,I,d9).call(this)}
    </div>`}};B1=new WeakMap,P1=new WeakMap,B2=new WeakMap,I=new WeakSet,i9=function(){let{state:C}=a(this,B1),{text:L,connected:M}=this.host;return C.kind==="refused"?R5("refused",`${L("panel_server_notice_refused")} ${C.message}`):C.kind==="lost"||!M?R5("away",L(`panel_server_notice_${a(this,B1).server?"away":"absent"}`)):A},o9=function(){return a(this,B1).state.kind!=="live"||!this.host.connected},a9=function(C){let{host:L}=this,M=C.candidates.length>h8,e=t`<plex-connection-change-list
      .host=${L}
      .server=${C}
    ></plex-connection-change-list>`;return t`<div class="content ${a(this,I,o9)?"stale":""}">
      ${i(this,I,A9).call(this,C)}
      <div class="column">
        <plex-connection-candidate-list
          .host=${L}
          .server=${C}
          .test=${a(this,P1)}
          .testState=${a(this,P1).state}
        ></plex-connection-candidate-list>
        ${M?A:e}
      </div>
      <div class="column">
        <plex-connection-day-timeline
          .host=${L}
          .server=${C}
        ></plex-connection-day-timeline>
        <plex-connection-latency-chart
          .host=${L}
          .server=${C}
        ></plex-connection-latency-chart>
        <plex-connection-figures .host=${L} .server=${C}></plex-connection-figures>
        ${M?e:A}
      </div>
    </div>`},A9=function(C){let{host:L}=this,M=L.isAdmin?t`<plex-connection-server-actions
          .host=${L}
          .server=${C}
          .test=${a(this,P1)}
          .testState=${a(this,P1).state}
        ></plex-connection-server-actions>`:A;return t`<plex-connection-server-head
      class="whole"
      .host=${L}
      .server=${C}
    >
      <div class="notices">${r9(L,C)}</div>
      ${M}
    </plex-connection-server-head>`},n9=function(){let{text:C}=this.host;return t`<section class="card gone">
      ${S("offline")}
      <h2>${C("panel_server_gone")}</h2>
      <p class="secondary">${C("panel_server_gone_why")}</p>
      <a href=${f1} @click=${N}>${C("panel_back")}</a>
    </section>`},d9=function(){return t`<div class="content" aria-busy="true">
      <span class="visually-hidden">${this.host.text("panel_loading")}</span>
      ${["whole","",""].map(C=>t`<div class="card skeleton ${C}"></div>`)}
    </div>`},R1.styles=[f,w,P,t9,p`
      :host {
        container-type: inline-size;
      }
      .page {
        max-width: 1400px;
        margin-inline: auto;
        padding: 16px;
      }
      .content {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: 16px;
        transition: filter 180ms ease-in-out;
      }
      /* Pale, but as easy to read. */
      .content.stale {
        filter: grayscale(0.9);
      }
      /* In one column what was comes last, after what is. */
      .column {
        display: contents;
      }
      plex-connection-change-list {
        order: 1;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .page > .notices:not(:empty) {
        margin-block-end: 16px;
      }
      .content .notices {
        margin-block-start: 16px;
      }
      .content .notices:empty {
        display: none;
      }
      .gone {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 48px 16px;
        text-align: center;
      }
      .gone .icon {
        width: 48px;
        height: 48px;
        fill: var(--secondary-text-color, #5e5e5e);
      }
      .skeleton {
        min-height: 320px;
        background: color-mix(
          in srgb,
          var(--divider-color, #e0e0e0) 40%,
          var(--card-background-color, #fff)
        );
        animation: pulse 1.6s ease-in-out infinite alternate;
      }
      .skeleton.whole {
        min-height: 160px;
      }
      @keyframes pulse {
        to {
          opacity: 0.5;
        }
      }
      @container (min-width: 1000px) {
        .content {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .whole {
          grid-column: 1 / -1;
        }
        .column {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 16px;
        }
      }
      @container (max-width: 500px) {
        .page {
          padding: 8px;
        }
        .content {
          gap: 8px;
        }
      }
    `],d([m({attribute:!1})],R1.prototype,"host",2),d([m({attribute:!1})],R1.prototype,"ref",2),d([m({type:Boolean,reflect:!0})],R1.prototype,"narrow",2),R1=d([Z("plex-connection-server-page")],R1);function f8(){return new URL(import.meta.url).searchParams.get("v")}var P2,H2,F2,R,p9,m9,l9,s9,v9,x9,u9,c9,F1=class extends c{constructor(){super(...arguments);s(this,R);this.narrow=!1;this.route={prefix:f1,path:""};this.bundle=f8();s(this,P2,new i2(this));s(this,H2,new a2(this));s(this,F2,!1)}set hass(C){a(this,P2).take(C),a(this,H2).use(C.connection)}willUpdate(C){let L=C.get("route");L&&B(this,F2,!l5(L.path)&&!!l5(this.route.path))}render(){let C=a(this,P2).value,L=l5(this.route.path);return t`
      <header class="toolbar">
        ${L?i(this,R,u9).call(this,C):i(this,R,v9).call(this,C)}
        <h1>${i(this,R,m9).call(this,L)}</h1>
      </header>
      <main>${C?i(this,R,l9).call(this,C,L):i(this,R,p9).call(this,L)}</main>
    `}};P2=new WeakMap,H2=new WeakMap,F2=new WeakMap,R=new WeakSet,p9=function(C){return C?A:v5("")},m9=function(C){let L=C&&a(this,H2).value.servers.find(M=>M.entry_id===C.entry_id&&M.server_id===C.server_id);return L?L.name:"Plex Connection"},l9=function(C,L){let M=a(this,H2).value;return t`
      ${i(this,R,s9).call(this,C)}
      ${L?t`<plex-connection-server-page
              .host=${C}
              .ref=${L}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`:t`<plex-connection-overview-page
              .host=${C}
              .overview=${M}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`}
    `},s9=function(C){let L=a(this,H2).value.bundle;return!L||!this.bundle||L===this.bundle?A:t`<div class="notice card" role="status">
      ${S("info")}
      <span>${C.text("panel_outdated")}</span>
      <button @click=${()=>location.reload()}>${C.text("panel_reload_page")}</button>
    </div>`},v9=function(C){return customElements.get("ha-menu-button")?t`<ha-menu-button
        .hass=${C?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`:this.narrow?t`<button
      class="plain round"
      aria-label=${C?.text("panel_menu")??""}
      @click=${i(this,R,x9)}
    >
      ${S("menu")}
    </button>`:t``},x9=function(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))},u9=function(C){return t`<button
      class="plain round"
      aria-label=${C?.text("panel_back")??""}
      @click=${i(this,R,c9)}
    >
      ${S(C?.rtl?"forward":"back")}
    </button>`},c9=function(){a(this,F2)?history.back():j2(f1)},F1.styles=[f,x5,p`
      :host {
        /* What cameras and round corners take of the screen. */
        --inset-left: var(
          --safe-area-content-inset-left,
          var(--safe-area-inset-left, 0px)
        );
        --inset-right: var(
          --safe-area-content-inset-right,
          var(--safe-area-inset-right, 0px)
        );
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      main {
        padding: 0 var(--inset-right) var(--safe-area-inset-bottom, 0px)
          var(--inset-left);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) calc(12px + var(--inset-right)) 0
          calc(12px + var(--inset-left));
        background: var(--app-header-background-color, var(--primary-color, #009ac7));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .toolbar h1 {
        margin: 0;
        margin-inline-start: 8px;
        overflow: hidden;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
        line-height: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .toolbar button {
        color: inherit;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: min(1368px, 100% - 32px);
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `],d([m({type:Boolean,reflect:!0})],F1.prototype,"narrow",2),d([m({attribute:!1})],F1.prototype,"route",2),d([m({attribute:!1})],F1.prototype,"bundle",2),F1=d([Z("plex-connection-panel")],F1);var g8=["plex_tv_reachable","servers_found","requests_today","last_discovery"],O8=["connection_type","activity","better_available","connection"],y8=["latency","latency_p50","latency_p95"],_2={grid_options:{columns:"full"}},T3={name:{type:"entity"}},b8={name:{type:"device"}};function Z9(V,H){let C=c1(H,g8).map(e=>R3(e)),L=c1(H,["rediscover"]).map(e=>w3(e)),M=H.name||V("strategy_account");return l2(M,"mdi:account-circle-outline",[...C,...L])}function S9(V,H,C){let L=C.flatMap(M=>c1(M,["connection_type"]));return f9([l2(H("strategy_history"),"mdi:chart-line",g9(V,L,b8)),l2(H("strategy_activity"),"mdi:history",O9(V,L))])}function h9(V,H,C){let L=c1(C,O8);return f9([l2(H("strategy_connection"),"mdi:lan-connect",k8(H,C)),l2(H("strategy_history"),"mdi:chart-line",T8(V,C)),l2(H("strategy_activity"),"mdi:history",O9(V,L))])}function f9(V){return V.filter(H=>H.cards.length>1)}function k8(V,H){return[{type:U1,device:H.id,show_details:!0,show_account:!0},...c1(H,["connection"]).map(C=>R3(C,_2)),...c1(H,["test_connections","rediscover"]).map(C=>w3(C)),...c1(H,["forget"]).map(C=>w3(C,w8(V,H)))]}function w8(V,H){return{confirmation:{title:V("panel_action_forget_title",{name:H.name}),text:V("panel_action_forget_text"),confirm_text:V("panel_action_forget_yes")}}}function T8(V,H){let C=c1(H,["connection_type"]),L=c1(H,y8);return[...g9(V,C,T3),...B3(V,"recorder")?R8(L):[]]}function g9(V,H,C){return H.length===0||!B3(V,"history")?[]:[{type:"history-graph",entities:H.map(M=>({entity:M,...C})),hours_to_show:24,..._2}]}function R8(V){if(V.length===0)return[];let H=V.map(L=>({entity:L,...T3})),C=V.length>1?["mean"]:["mean","min","max"];return[{type:"statistics-graph",entities:H,stat_types:C,period:"hour",days_to_show:7,..._2}]}function O9(V,H){return H.length>0&&B3(V,"logbook")?[{type:"logbook",target:{entity_id:H},hours_to_show:48,..._2}]:[]}function l2(V,H,C){return{type:"grid",cards:[{type:"heading",heading:V,icon:H},...C]}}function R3(V,H={}){return{type:"tile",entity:V,...T3,...H}}function w3(V,H={}){let C={action:"perform-action",perform_action:"button.press",target:{entity_id:V},...H};return R3(V,{..._2,hide_state:!0,tap_action:C,icon_tap_action:C})}function c1({entities:V},H){return H.flatMap(C=>V[C]??[])}function B3(V,H){return V.config.components.includes(H)}var B8=8,P5=3;function y9(V,H){let{servers:C,accounts:L}=t2(V),M=C.length>B8;return{title:H("strategy_name"),views:[{title:H("strategy_overview"),path:"overview",type:"sections",max_columns:P5,sections:[P8(H,C),...L.map(e=>Z9(H,e)),...M?[]:S9(V,H,C)]},...M?[F8(H,C)]:[],...C.map(e=>_8(V,H,e,M))]}}function P8(V,H){let C={type:"heading",heading:V("strategy_servers")},L={type:U1,grid_options:{columns:"full"}},M=H.length>0?[C,L]:[L];return{type:"grid",column_span:P5,cards:M}}function F8(V,H){return{title:V("strategy_servers"),path:"servers",type:"sections",icon:"mdi:server-network",max_columns:P5,sections:H.map(C=>({type:"grid",cards:[{type:"heading",heading:C.name,tap_action:{action:"navigate",navigation_path:b9(C)}},{type:U1,device:C.id,show_details:!0}]}))}}function _8(V,H,C,L){return{title:C.name,path:b9(C),type:"sections",...L?{subview:!0}:{},max_columns:P5,sections:h9(V,H,C)}}function b9(V){return`server-${V.id}`}var P3="plex-connection",E8="mdi:transit-connection-variant",_1=class extends HTMLElement{static async generate(H,C){return y9(C,await n1(C))}static getCreateSuggestions(H){return{title:C1("strategy_name"),icon:E8}}static shouldRegenerate(H,C,L){return C.language!==L.language?!0:!_1.registryDependencies.every(e=>C[e]===L[e])&&k9(C)!==k9(L)}};_1.noEditor=!0,_1.registryDependencies=["entities","devices"],_1=d([Z(`ll-strategy-dashboard-${P3}`)],_1);function k9(V){return JSON.stringify(t2(V))}var T9="https://github.com/plex-connection/ha-plex-connection/blob/main/docs/dashboard.md",D8={type:y2,get name(){return C1("card_name")},get description(){return C1("card_description")},preview:!0,documentationURL:T9,getEntitySuggestion:V7},$8={type:P3,strategyType:"dashboard",get name(){return C1("strategy_name")},get description(){return C1("strategy_description")},documentationURL:T9};function R9(){window.customCards??=[],window.customStrategies??=[],w9(window.customCards,D8),w9(window.customStrategies,$8)}function w9(V,H){V.some(C=>C?.type===H.type)||V.push(H)}R9();
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
@lit/reactive-element/decorators/custom-element.js:
@lit/reactive-element/decorators/property.js:
@lit/reactive-element/decorators/state.js:
@lit/reactive-element/decorators/event-options.js:
@lit/reactive-element/decorators/base.js:
@lit/reactive-element/decorators/query.js:
@lit/reactive-element/decorators/query-all.js:
@lit/reactive-element/decorators/query-async.js:
@lit/reactive-element/decorators/query-assigned-nodes.js:
lit-html/directive.js:
lit-html/directives/repeat.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/decorators/query-assigned-elements.js:
  (**
   * @license
   * Copyright 2021 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directive-helpers.js:
  (**
   * @license
   * Copyright 2020 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
